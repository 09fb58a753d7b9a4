import { ConfigError } from "@evalkit/core";
import { checkArguments } from "../data/arguments.js";
import { findPerfDataset } from "../data/catalog.js";
import type { DataOptions } from "./options.js";
import type { ParseEnvironment } from "./parse-environment.js";
import type { RawReader } from "./raw-values.js";

interface DataParts {
  readonly environment: ParseEnvironment;
  readonly notes: string[];
}

/** Members that EvalScope takes out of `--extra-args` for some data sets. */
const LIFTED = ["batch_size", "num_documents", "document_length_ratio"];

/** Checks which prompts are asked for. */
export function parseData(reader: RawReader, { environment, notes }: DataParts): DataOptions {
  const prompt = promptOf(reader, environment);
  const dataset = findPerfDataset(datasetName(reader));
  const given = { ...liftedArguments(reader, dataset.arguments), ...reader.mapping("dataset_args") };
  checkArguments(dataset.name, dataset.arguments, given);
  const path = reader.text("dataset_path");
  if (prompt !== undefined && reader.has("dataset")) notes.push("--prompt beats --dataset: the data set is not read.");
  const source = reader.oneOf("data_source", ["modelscope", "huggingface", "local"]);
  const maxTurns = reader.number("max_turns", { whole: true, least: 1 });
  const minTurns = reader.number("min_turns", { whole: true, least: 1 }) ?? 1;
  if (maxTurns !== undefined && maxTurns < minTurns) throw new ConfigError(`--max-turns ${maxTurns} is below --min-turns ${minTurns}.`);
  const isMultiTurn = reader.truth("multi_turn") === true || dataset.isMultiTurn === true;
  const maxPromptLength = reader.number("max_prompt_length", { whole: true, least: 0 });
  const applyChatTemplate = reader.truth("apply_chat_template");
  const queryTemplate = reader.text("query_template");
  return {
    name: dataset.name,
    offset: reader.number("dataset_offset", { whole: true, least: 0 }) ?? 0,
    arguments: withAbsolutePrefix(given, environment),
    minPromptLength: reader.number("min_prompt_length", { whole: true, least: 0 }) ?? 0,
    prefixLength: reader.number("prefix_length", { whole: true, least: 0 }) ?? 0,
    tokenizePrompt: reader.truth("tokenize_prompt") === true,
    multiTurn: isMultiTurn,
    minTurns,
    images: imagesOf(reader),
    offline: reader.truth("offline") === true,
    ...(path === undefined ? {} : { path: path === "-" ? path : environment.resolvePath(path) }),
    ...(source === undefined ? {} : { source }),
    ...(maxPromptLength === undefined ? {} : { maxPromptLength }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(queryTemplate === undefined ? {} : { queryTemplate: atPath(queryTemplate, environment) }),
    ...(applyChatTemplate === undefined ? {} : { applyChatTemplate }),
    ...(maxTurns === undefined ? {} : { maxTurns }),
  };
}

/** `--multi-turn` with a single-turn name means the conversations of the same data. */
function datasetName(reader: RawReader): string {
  const name = reader.text("dataset") ?? "openqa";
  const isSingle = ["random", "custom", "share_gpt_zh", "share_gpt_en"].includes(name);
  return reader.truth("multi_turn") === true && isSingle ? `${name}_multi_turn` : name;
}

function liftedArguments(reader: RawReader, table: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const extra = reader.mapping("extra_args") ?? {};
  return Object.fromEntries(LIFTED.filter((key) => Object.hasOwn(extra, key) && Object.hasOwn(table, key)).map((key) => [key, extra[key]]));
}

/** Members of `--extra-args` that belong to the data set, not to the body. */
export function isLifted(key: string, dataset: string): boolean {
  return LIFTED.includes(key) && Object.hasOwn(findPerfDataset(dataset).arguments, key);
}

function withAbsolutePrefix(given: Readonly<Record<string, unknown>>, { resolvePath }: ParseEnvironment): Readonly<Record<string, unknown>> {
  const file = given["prefix_file"];
  return typeof file === "string" ? { ...given, prefix_file: resolvePath(file) } : given;
}

function promptOf(reader: RawReader, environment: ParseEnvironment): string | undefined {
  const prompt = reader.text("prompt");
  return prompt === undefined ? undefined : atPath(prompt, environment);
}

/** `@file` with an absolute path. */
function atPath(text: string, { resolvePath }: ParseEnvironment): string {
  return text.startsWith("@") ? `@${resolvePath(text.slice(1))}` : text;
}

function imagesOf(reader: RawReader): DataOptions["images"] {
  const size = { whole: true, least: 1, most: 16_384 };
  return {
    width: reader.number("image_width", size) ?? 224,
    height: reader.number("image_height", size) ?? 224,
    mode: reader.oneOf("image_format", ["RGB", "RGBA", "L"]) ?? "RGB",
    count: reader.number("image_num", { whole: true, least: 1, most: 1000 }) ?? 1,
  };
}
