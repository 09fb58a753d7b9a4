import { estimateTokens } from "./conversation.js";
import { sendError, sendJson, type Exchange } from "./exchange.js";
import { scheduleOf, whenDue } from "./schedule.js";
import { hashToInteger, seriesToUnit } from "./seeded-hash.js";

const DEFAULT_DIMENSIONS = 256;
const MAX_DIMENSIONS = 4096;
const MAX_INPUTS = 2048;

/** Answers `/v1/embeddings`: unit vectors that depend on the text alone, as numbers or base64. */
export function answerEmbeddings(exchange: Exchange, body: Readonly<Record<string, unknown>>, model: string): void {
  const inputs = readInputs(body["input"]);
  const dimensions = body["dimensions"] ?? DEFAULT_DIMENSIONS;
  if (inputs === undefined || !isDimensionCount(dimensions)) {
    sendError(exchange.response, { status: 400, message: "Invalid input or dimensions." });
    return;
  }
  const encode = body["encoding_format"] === "base64" ? toBase64 : toNumbers;
  const data = inputs.map((text, index) => `{"object":"embedding","index":${index},"embedding":${encode(unitVector(text, dimensions))}}`).join(",");
  const tokens = inputs.reduce((sum, text) => sum + estimateTokens(text), 0);
  const json = `{"object":"list","data":[${data}],"model":${JSON.stringify(model)},"usage":{"prompt_tokens":${tokens},"total_tokens":${tokens}}}`;
  const { endMs } = scheduleOf(exchange.settings, exchange.index, 1);
  whenDue(exchange.response, exchange.startedAt, endMs, () => sendJson(exchange.response, 200, json));
}

/** A vector of length 1, equal for equal texts. */
export function unitVector(text: string, dimensions: number): Float32Array {
  const seed = hashToInteger(0, text);
  const raw = Float64Array.from({ length: dimensions }, (_, index) => seriesToUnit(seed, index) * 2 - 1);
  const length = Math.sqrt(raw.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(raw, (value, index) => (length === 0 ? Number(index === 0) : value / length));
}

function readInputs(value: unknown): string[] | undefined {
  if (typeof value === "string") return [value];
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_INPUTS) return undefined;
  if (value.every((part) => typeof part === "number")) return [value.join(" ")];
  const texts = value.map((part: unknown) => (Array.isArray(part) ? part.join(" ") : part));
  return texts.every((text) => typeof text === "string") ? texts : undefined;
}

function isDimensionCount(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= MAX_DIMENSIONS;
}

function toNumbers(vector: Float32Array): string {
  return `[${vector.join(",")}]`;
}

function toBase64(vector: Float32Array): string {
  return `"${Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64")}"`;
}
