import { readFile, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { ConfigError, DatasetError } from "@evalkit/core";
import type { DatasetContext, PerfDataset } from "../dataset.js";
import type { PromptSource } from "../prompt-source.js";
import { imagePart } from "./random.js";

const TYPES: Readonly<Record<string, string>> = { ".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".webp": "image/webp", ".gif": "image/gif" };

function imageFolder(name: string, origin: string, question: string): PerfDataset {
  return { name, title: `Questions about the images of a folder (${origin})`, arguments: {}, reads: "folder", needs: `a folder of images, such as ${origin}`, open: (context) => openFolder(context, question) };
}

export const imageSets: readonly PerfDataset[] = [
  imageFolder("flickr8k", "clip-benchmark/wds_flickr8k on ModelScope, unpacked", "Describe the image."),
  imageFolder("kontext_bench", "black-forest-labs/kontext-bench, unpacked", "Describe the image."),
];

/** Images are read when they are due to be sent; only their names are kept. */
async function openFolder({ path }: DatasetContext, question: string): Promise<PromptSource> {
  if (path === undefined) throw new ConfigError("This data set needs --dataset-path: a folder of images.");
  const names = (await readdir(path, { recursive: true }).catch(() => [])).filter((name) => TYPES[extname(name).toLowerCase()] !== undefined).sort();
  if (names.length === 0) throw new DatasetError(`There are no images (${Object.keys(TYPES).join(", ")}) in ${path}.`);
  return {
    notes: [],
    size: names.length,
    async at(place) {
      const name = names[place % names.length] ?? "";
      const image = imagePart(await readFile(join(path, name)), TYPES[extname(name).toLowerCase()] ?? "image/png");
      const caption = await readFile(join(path, name.replace(/\.[^.]+$/, ".txt")), "utf8").catch(() => question);
      return { prompt: { kind: "messages", messages: [{ role: "user", content: [image, { type: "text", text: caption.trim() || question }] }] } };
    },
  };
}
