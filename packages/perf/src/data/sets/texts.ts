import { numberArgument } from "../arguments.js";
import { conversationItem, firstText, turnsOf } from "../conversation-rows.js";
import type { DatasetContext, PerfDataset } from "../dataset.js";
import { anyRow } from "../line-rows.js";
import type { ChatMessage } from "../prompt-source.js";
import { TEXT_ARGUMENTS, textMember, textSource } from "../text-prompts.js";

export const openqa: PerfDataset = {
  name: "openqa",
  title: "Short open questions in Chinese (HC3-Chinese)",
  arguments: TEXT_ARGUMENTS,
  reads: "file",
  needs: "JSON Lines with question",
  hub: {
    modelscope: { id: "AI-ModelScope/HC3-Chinese", file: "open_qa.jsonl" },
    huggingface: { id: "Hello-SimpleAI/HC3-Chinese", file: "open_qa.jsonl" },
  },
  open: (context) => textSource(context, "openqa", (row) => textMember(row, ["question", "prompt", "text", "instruction"])),
};

export const longalpaca: PerfDataset = {
  name: "longalpaca",
  title: "Long instructions (LongAlpaca-12k)",
  arguments: TEXT_ARGUMENTS,
  reads: "file",
  needs: "a JSON list or JSON Lines with instruction",
  hub: {
    modelscope: { id: "AI-ModelScope/LongAlpaca-12k", file: "LongAlpaca-12k.json" },
    huggingface: { id: "Yukang/LongAlpaca-12k", file: "LongAlpaca-12k.json" },
  },
  open: (context) => textSource(context, "longalpaca", (row) => textMember(row, ["instruction", "question", "prompt", "text"])),
};

export const lineByLine: PerfDataset = {
  name: "line_by_line",
  title: "One prompt a line: a text, a list of messages, or a whole body",
  arguments: TEXT_ARGUMENTS,
  reads: "file",
  needs: "one prompt a line",
  open: (context) => textSource({ ...context, rows: (path) => plainLines(context, path) }, "line_by_line", anyRow),
};

/** Lines are texts whatever the file's name ends in; JSON in them is looked at by `anyRow`. */
async function* plainLines(context: DatasetContext, path: string) {
  if (/\.(jsonl?|csv|tsv|parquet)(\.gz)?$/.test(path)) {
    yield* context.rows(path);
    return;
  }
  const { linesOf } = await import("../data-files.js");
  let number = 0;
  for await (const line of linesOf(path)) {
    number += 1;
    if (line.trim() !== "") yield { value: line, place: `line ${number}` };
  }
}

export const custom: PerfDataset = {
  name: "custom",
  title: "Rows with messages, a text or a whole body (JSON Lines, JSON, CSV)",
  arguments: TEXT_ARGUMENTS,
  reads: "file",
  needs: "rows with messages, prompt, text, question or a body",
  open: (context) => textSource(context, "custom", anyRow),
};

const TURN_ARGUMENTS = { first_turn_length: "positive", subsequent_turn_length: "positive", chars_per_token: "number" } as const;

function multiTurn(parts: Pick<PerfDataset, "name" | "title" | "needs" | "hub"> & { readonly cuts?: boolean }): PerfDataset {
  const { cuts = false, ...rest } = parts;
  return {
    ...rest,
    arguments: TURN_ARGUMENTS,
    reads: "file",
    isMultiTurn: true,
    open: (context) =>
      textSource(context, parts.name, (row) => {
        const turns = turnsOf(row);
        return conversationItem(cutTurns(turns, context, cuts), context.minTurns, context.maxTurns ?? Infinity);
      }),
  };
}

/** Cuts what is said to the lengths asked for, or to the defaults where a data set is known for its size. */
function cutTurns(turns: readonly (readonly ChatMessage[])[], { arguments: given, counter }: DatasetContext, always: boolean): readonly (readonly ChatMessage[])[] {
  const isAsked = given["first_turn_length"] !== undefined || given["subsequent_turn_length"] !== undefined;
  if (!isAsked && !always) return turns;
  const perToken = counter.unit === "tokenizer" ? 1 : numberArgument(given, "chars_per_token", 3);
  const lengths = [numberArgument(given, "first_turn_length", 65_000), numberArgument(given, "subsequent_turn_length", 500)];
  return turns.map((turn, place) => {
    const length = Math.floor((lengths[Math.min(place, 1)] ?? 0) * perToken);
    return turn.map((message) => (typeof message["content"] === "string" ? { ...message, content: counter.cut(message["content"], length) } : message));
  });
}

export const customMultiTurn = multiTurn({ name: "custom_multi_turn", title: "Conversations, one a line", needs: "a list of messages a line" });
export const sweSmith = multiTurn({
  name: "swe_smith",
  title: "Trajectories of coding agents (SWE-smith)",
  needs: "rows with messages; from SWE-bench/SWE-smith-trajectories on Hugging Face, as a local file",
  cuts: true,
});
export const trieSets: readonly PerfDataset[] = ["agentic_coding", "code_qa", "office_work"].map((kind) =>
  multiTurn({ name: `trie_${kind}`, title: `Agent conversations (${kind.replace("_", " ")})`, needs: "rows with messages; from evalscope/trie-workloads on ModelScope, as a local file", cuts: true }),
);

function shareGpt(language: "zh" | "en"): readonly PerfDataset[] {
  const hub = { modelscope: { id: "swift/sharegpt", file: `common_${language}_70k.jsonl` } };
  const needs = "rows with conversation: [{human, assistant}] or conversations: [{from, value}]";
  const name = `share_gpt_${language}`;
  const title = `First questions of ShareGPT conversations (${language})`;
  const single: PerfDataset = { name, title, arguments: TEXT_ARGUMENTS, reads: "file", needs, hub, open: (context) => textSource(context, name, firstText) };
  return [single, multiTurn({ name: `${name}_multi_turn`, title: `ShareGPT conversations (${language})`, needs, hub })];
}

export const shareGptSets: readonly PerfDataset[] = [...shareGpt("zh"), ...shareGpt("en")];
