import { ConfigError, Secret } from "@evalkit/core";
import { isPlugInPath } from "../api/catalog.js";
import { completeUrl } from "../api/complete-url.js";
import { checkApi, checkModels } from "./check-choices.js";
import { parseData } from "./parse-data.js";
import { parseGeneration } from "./parse-generation.js";
import { parseLoad } from "./parse-load.js";
import { parseOutput } from "./parse-output.js";
import { parseSla } from "./parse-sla.js";
import type { PerfOptions } from "./options.js";
import type { ParseEnvironment } from "./parse-environment.js";
import { pointsOf } from "./points.js";
import { RawReader, type RawOptions } from "./raw-values.js";
import { recordedOptions } from "./recorded-options.js";

const DEFAULT_URL = "http://127.0.0.1:8877/v1/chat/completions";
const DEFAULT_TOTAL_TIMEOUT_S = 21_600;

/** Checks all options of a load test before anything is sent. Throws a ConfigError for the first that cannot be. */
export function parsePerfOptions(raw: RawOptions, environment: ParseEnvironment): PerfOptions {
  const reader = new RawReader(raw);
  const notes: string[] = [];
  const api = checkApi(reader.text("api") ?? "openai");
  const data = parseData(reader, { environment, notes });
  const { models, modelName } = checkModels(reader, data.name);
  const apiKey = keyOf(reader, environment);
  const headers = reader.pairs("headers");
  const tokenizerPath = reader.text("tokenizer_path");
  const load = parseLoad(reader, data, notes);
  const sla = parseSla(reader, notes);
  noteUseless(reader, notes);
  // Lists that do not go together are refused before anything is opened.
  pointsOf({ load, offset: data.offset });
  const url = reader.text("url") ?? DEFAULT_URL;
  if (url !== "mock") completeUrl(url, { name: "openai", path: "" });
  const output = parseOutput(reader, environment);
  return {
    models,
    modelName,
    api: isPlugInPath(api) ? environment.resolvePath(api) : api,
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    timeouts: timeoutsOf(reader),
    testConnection: reader.truth("no_test_connection") !== true,
    load,
    data,
    request: parseGeneration(reader, { environment, notes }),
    output,
    notes,
    secrets: secretsOf({ apiKey, headers, output }),
    recorded: recordedOptions(raw),
    ...(apiKey === undefined ? {} : { apiKey }),
    ...(tokenizerPath === undefined ? {} : { tokenizerPath: environment.resolvePath(tokenizerPath) }),
    ...(sla === undefined ? {} : { sla }),
  };
}

function keyOf(reader: RawReader, { env }: ParseEnvironment): Secret | undefined {
  const key = reader.text("api_key") ?? env["EVALKIT_API_KEY"] ?? env["OPENAI_API_KEY"];
  return key === undefined || key === "" || key === "EMPTY" ? undefined : new Secret(key);
}

function secretsOf({ apiKey, headers, output }: { readonly apiKey: Secret | undefined; readonly headers: Readonly<Record<string, string>>; readonly output: PerfOptions["output"] }): readonly Secret[] {
  // Any header may carry a key, whatever its name.
  const inHeaders = Object.values(headers).flatMap((value) => [value, value.replace(/^Bearer\s+/i, "")]).filter((value) => value.length >= 8);
  return [apiKey, ...output.trackerKeys, ...inHeaders.map((value) => new Secret(value))].filter((secret) => secret !== undefined);
}

function timeoutsOf(reader: RawReader): PerfOptions["timeouts"] {
  const connect = reader.number("connect_timeout", { least: 0.001 });
  const read = reader.number("read_timeout", { least: 0.001 });
  return {
    totalMs: (reader.number("total_timeout", { least: 0.001 }) ?? DEFAULT_TOTAL_TIMEOUT_S) * 1000,
    ...(connect === undefined ? {} : { connectMs: connect * 1000 }),
    ...(read === undefined ? {} : { readMs: read * 1000 }),
  };
}

/** Flags of EvalScope whose job nothing here needs. */
const USELESS: Readonly<Record<string, string>> = {
  db_commit_interval: "rows are written as they come",
  queue_size_multiplier: "there is no queue between requests and results",
  in_flight_task_multiplier: "slots are filled one by one",
  num_workers: "prompts are made while the load runs; --workers sets the threads that send",
  attn_implementation: "it belongs to --api local",
  port: "it belongs to --api local",
  image_patch_size: "the server's own count of tokens is used",
};

function noteUseless(reader: RawReader, notes: string[]): void {
  for (const [key, why] of Object.entries(USELESS)) {
    if (reader.has(key) && key !== "attn_implementation") reader.number(key);
    if (reader.has(key)) notes.push(`--${key.replaceAll("_", "-")} has no effect: ${why}.`);
  }
  if (reader.has("multi_turn_args")) throw new ConfigError("--multi-turn-args is deprecated.", { hint: "Put its members into --dataset-args." });
}
