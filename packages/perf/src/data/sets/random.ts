import { ConfigError } from "@evalkit/core";
import { numberArgument } from "../arguments.js";
import type { DatasetContext, PerfDataset } from "../dataset.js";
import { randomPng } from "../png.js";
import { type ChatMessage, type PromptItem, type PromptSource, promptOf } from "../prompt-source.js";
import { type Random, seededRandom, wholeBetween } from "../seeded-random.js";

/** Keeps the series of random numbers of different uses apart. */
const SERIES = { prefix: 1, prompt: 2, turns: 3, image: 4, documents: 5 } as const;

export const random: PerfDataset = {
  name: "random",
  title: "Random words of an exact length",
  arguments: {},
  reads: "none",
  open: (context) => Promise.resolve(randomSource(context, (maker, place) => maker.item(place))),
};

export const randomMultiTurn: PerfDataset = {
  name: "random_multi_turn",
  title: "Conversations of random words",
  arguments: {},
  reads: "none",
  isMultiTurn: true,
  open: (context) => Promise.resolve(randomSource(context, (maker, place) => maker.conversation(place))),
};

export const randomVision: PerfDataset = {
  name: "random_vl",
  title: "Random words with random images",
  arguments: {},
  reads: "none",
  open: (context) => Promise.resolve(randomSource(context, (maker, place) => maker.withImages(place))),
};

function randomSource(context: DatasetContext, make: (maker: RandomMaker, place: number) => PromptItem): PromptSource {
  const maker = new RandomMaker(context);
  const { counter, prefixLength } = context;
  const notes = [
    counter.unit === "characters" ? "Random prompts are measured in characters: give --tokenizer-path for exact token lengths." : "",
    prefixLength > 0 ? `The shared prefix of ${prefixLength} ${counter.unit === "tokenizer" ? "tokens" : "characters"} comes on top of the random length.` : "",
  ].filter((note) => note !== "");
  return {
    notes,
    at: (place) => make(maker, place),
    ...(counter.unit === "tokenizer" ? { adjust: (tokens: number) => maker.adjust(tokens) } : {}),
  };
}

/** Makes prompts by their place. */
class RandomMaker {
  readonly #context: DatasetContext;
  readonly #low: number;
  readonly #high: number;
  readonly #prefix: string;
  #adjustment = 0;

  constructor(context: DatasetContext) {
    const { counter, minLength, maxLength, prefixLength, seed } = context;
    if (maxLength === undefined) throw new ConfigError("Random prompts need a length.", { hint: "Give --min-prompt-length and --max-prompt-length; --tokenizer-path makes them tokens." });
    if (maxLength < minLength) throw new ConfigError(`--max-prompt-length ${maxLength} is below --min-prompt-length ${minLength}.`);
    this.#context = context;
    this.#low = Math.max(1, minLength);
    this.#high = Math.max(1, maxLength);
    this.#prefix = counter.random(prefixLength, seededRandom(seed, SERIES.prefix));
  }

  adjust(tokens: number): void {
    this.#adjustment += tokens;
  }

  item(place: number): PromptItem {
    const { text, length } = this.#text(place);
    const { counter, isChat, sendsTokens, prefixLength } = this.#context;
    const prompt = sendsTokens && counter.encode !== undefined ? ({ kind: "tokens", tokens: counter.encode(text) } as const) : promptOf(text, isChat);
    return { prompt, asked: { inputTokens: length + prefixLength, counted: counter.unit } };
  }

  conversation(place: number): PromptItem {
    const { minTurns, maxTurns, seed, counter } = this.#context;
    const draw = seededRandom(seed, SERIES.turns, place);
    const turns = wholeBetween(draw, Math.max(1, minTurns), Math.max(minTurns, maxTurns ?? minTurns, 1));
    const later: (readonly ChatMessage[])[] = [];
    for (let turn = 1; turn < turns; turn += 1) later.push([{ role: "user", content: counter.random(wholeBetween(draw, this.#low, this.#high), draw).trimStart() }]);
    return { ...this.item(place), prompt: promptOf(this.#text(place).text, true), laterTurns: later };
  }

  withImages(place: number): PromptItem {
    const { images, seed } = this.#context;
    const draw = seededRandom(seed, SERIES.image, place);
    const parts = Array.from({ length: images.count }, () => imagePart(randomPng(images, draw), "image/png"));
    return { prompt: { kind: "messages", messages: [{ role: "user", content: [...parts, { type: "text", text: this.#text(place).text }] }] } };
  }

  #text(place: number): { readonly text: string; readonly length: number } {
    const { counter, seed } = this.#context;
    const draw = seededRandom(seed, SERIES.prompt, place);
    const length = wholeBetween(draw, this.#low, this.#high);
    const body = counter.random(Math.max(1, length + this.#adjustment), draw);
    // Where words do not bring their own space, the prefix would grow together with what follows.
    const isGlued = this.#prefix !== "" && counter.unit === "tokenizer" && !body.startsWith(" ");
    return { text: `${this.#prefix}${isGlued ? " " : ""}${body}`, length };
  }
}

/** An image as a part of a message. */
export function imagePart(bytes: Buffer, type: string): Readonly<Record<string, unknown>> {
  return { type: "image_url", image_url: { url: `data:${type};base64,${bytes.toString("base64")}` } };
}

const BENCHMARK_TITLE = "Prompts of fixed sizes, each twice";

/** The fixed sizes of Qwen's speed tables. */
function speedBenchmark(name: string, sizes: readonly number[]): PerfDataset {
  return {
    name,
    title: BENCHMARK_TITLE,
    arguments: {},
    reads: "none",
    open(context) {
      const { counter, seed, isChat, sendsTokens } = context;
      const notes = counter.unit === "characters" ? ["Sizes are counted in characters: give --tokenizer-path for tokens."] : [];
      const at = (place: number): PromptItem => {
        const size = sizes[Math.floor(place / 2) % sizes.length] ?? 1;
        const text = counter.random(size, seededRandom(seed, SERIES.prompt, place));
        const prompt = sendsTokens && counter.encode !== undefined ? ({ kind: "tokens", tokens: counter.encode(text) } as const) : promptOf(text, isChat);
        return { prompt, asked: { inputTokens: size, counted: counter.unit } };
      };
      return Promise.resolve({ notes, size: sizes.length * 2, at });
    },
  };
}

export const speedSets: readonly PerfDataset[] = [
  speedBenchmark("speed_benchmark", [1, 6144, 14_336, 30_720]),
  speedBenchmark("speed_benchmark_long", [63_488, 129_024]),
];

const BATCH_ARGUMENTS = { batch_size: "positive" } as const;

function lengthOf({ minLength, maxLength }: DatasetContext, draw: Random): number {
  if (maxLength === undefined) throw new ConfigError("Random prompts need a length.", { hint: "Give --min-prompt-length and --max-prompt-length; --tokenizer-path makes them tokens." });
  return wholeBetween(draw, Math.max(1, minLength), Math.max(1, maxLength));
}

function randomEmbedding(name: string, isBatch: boolean): PerfDataset {
  return {
    name,
    title: isBatch ? "Batches of random texts to embed" : "Random texts to embed",
    arguments: isBatch ? BATCH_ARGUMENTS : {},
    reads: "none",
    open(context) {
      const { counter, seed } = context;
      const size = isBatch ? numberArgument(context.arguments, "batch_size", 8) : 1;
      const at = (place: number): PromptItem => {
        const draw = seededRandom(seed, SERIES.prompt, place);
        const lengths = Array.from({ length: size }, () => lengthOf(context, draw));
        const inputs = lengths.map((length) => counter.random(length, draw));
        const inputTokens = lengths.reduce((sum, length) => sum + length, 0);
        return { prompt: isBatch ? { kind: "inputs", inputs } : { kind: "text", text: inputs[0] ?? "" }, asked: { inputTokens, counted: counter.unit } };
      };
      at(0);
      return Promise.resolve({ notes: counter.unit === "characters" ? ["Random texts are measured in characters: give --tokenizer-path for tokens."] : [], at });
    },
  };
}

export const randomEmbeddingSets: readonly PerfDataset[] = [randomEmbedding("random_embedding", false), randomEmbedding("random_embedding_batch", true)];

export const randomRerank: PerfDataset = {
  name: "random_rerank",
  title: "A random query against random documents",
  arguments: { num_documents: "positive", document_length_ratio: "number" },
  reads: "none",
  open(context) {
    const { counter, seed, arguments: given } = context;
    const documents = numberArgument(given, "num_documents", 10);
    const ratio = numberArgument(given, "document_length_ratio", 5);
    const at = (place: number): PromptItem => {
      const draw = seededRandom(seed, SERIES.documents, place);
      const length = lengthOf(context, draw);
      const each = Math.max(1, Math.round(length * ratio));
      return { prompt: { kind: "rerank", query: counter.random(length, draw), documents: Array.from({ length: documents }, () => counter.random(each, draw)) } };
    };
    at(0);
    return Promise.resolve({ notes: counter.unit === "characters" ? ["Random texts are measured in characters: give --tokenizer-path for tokens."] : [], at });
  },
};
