import { createHash } from "node:crypto";
import type { TrackerItem } from "@evalkit/core";
import { fileName } from "../shared/file-name.js";

/** A file of a run and how its history names it. */
export interface Media {
  /** Below the run's `files` folder. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Tables and pages as files; texts as a table. Undefined for what W&B has no place for. */
export function mediaOf(item: TrackerItem, step: number): Media | undefined {
  switch (item.kind) {
    case "table":
      return table(item.key, step, { columns: item.columns, data: item.rows.map((row) => row.map((cell) => cell ?? null)) });
    case "texts":
      return table(item.key, step, { columns: ["Sample", "Text"], data: item.texts.map(({ caption, content }) => [caption, content]) });
    case "page": {
      const bytes = Buffer.from(item.html);
      return media({ folder: "media/html", name: `${fileName(item.key)}_${step}`, ending: "html", bytes, type: "html-file" });
    }
    case "scalars":
    case "chart":
      return undefined;
  }
}

function table(key: string, step: number, content: { readonly columns: readonly string[]; readonly data: readonly (readonly unknown[])[] }): Media {
  const bytes = Buffer.from(JSON.stringify(content));
  const counts = { ncols: content.columns.length, nrows: content.data.length };
  return media({ folder: "media/table", name: `${fileName(key)}_${step}`, ending: "table.json", bytes, type: "table-file", more: counts });
}

interface MediaParts {
  readonly folder: string;
  readonly name: string;
  readonly ending: string;
  readonly bytes: Uint8Array;
  readonly type: string;
  readonly more?: Readonly<Record<string, number>>;
}

function media({ folder, name, ending, bytes, type, more = {} }: MediaParts): Media {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const path = `${folder}/${name}_${sha256.slice(0, 20)}.${ending}`;
  return { path, bytes, value: { _type: type, path, sha256, size: bytes.length, ...more } };
}
