import { DatasetError, isRecord } from "@evalkit/core";
import { numberArgument } from "../arguments.js";
import type { DataRow } from "../data-files.js";
import type { PerfDataset } from "../dataset.js";
import type { PromptItem } from "../prompt-source.js";
import { textMember, textSource } from "../text-prompts.js";

const KEYS = ["text", "input", "sentence", "query", "question", "content", "prompt"];

export const embedding: PerfDataset = {
  name: "embedding",
  aliases: ["embed"],
  title: "Texts to embed, one a request",
  arguments: {},
  reads: "file",
  needs: `texts, or rows with one of ${KEYS.join(", ")}`,
  open: (context) => textSource({ ...context, isChat: false }, "embedding", (row) => textMember(row, KEYS)),
};

export const embeddingBatch: PerfDataset = {
  name: "embedding_batch",
  title: "Texts to embed, several a request",
  arguments: { batch_size: "positive" },
  reads: "file",
  needs: `texts, or rows with one of ${KEYS.join(", ")}`,
  async open(context) {
    const size = numberArgument(context.arguments, "batch_size", 8);
    const single = await textSource({ ...context, isChat: false }, "embedding_batch", (row) => textMember(row, KEYS));
    return { ...single, at: (place) => batchOf((index) => single.at(index), place * size, size) };
  },
};

async function batchOf(at: (place: number) => PromptItem | undefined | Promise<PromptItem | undefined>, from: number, size: number): Promise<PromptItem> {
  const inputs: string[] = [];
  for (let place = from; place < from + size; place += 1) {
    const prompt = (await at(place))?.prompt;
    if (prompt?.kind === "text") inputs.push(prompt.text);
  }
  return { prompt: { kind: "inputs", inputs } };
}

export const rerank: PerfDataset = {
  name: "rerank",
  title: "Queries against documents",
  arguments: {},
  reads: "file",
  needs: "rows with query and documents",
  open: (context) => textSource(context, "rerank", rerankRow),
};

function rerankRow({ value, place }: DataRow): PromptItem {
  const row = isRecord(value) ? value : {};
  const query = row["query"] ?? row["question"];
  const listed = row["documents"] ?? row["passages"] ?? [...texts(row["positive"]), ...texts(row["negative"])];
  const documents = texts(listed);
  if (typeof query === "string" && documents.length > 0) return { prompt: { kind: "rerank", query, documents } };
  throw new DatasetError(`${place} has no query with documents.`);
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}
