import { ConfigError } from "@evalkit/core";
import { isLifted } from "./parse-data.js";
import type { GenerationOptions } from "./options.js";
import type { ParseEnvironment } from "./parse-environment.js";
import { durationMs, type RawReader } from "./raw-values.js";

const DEFAULT_MAX_TOKENS = 2048;

interface GenerationParts {
  readonly environment: ParseEnvironment;
  readonly notes: string[];
}

/** Checks what stands in the body besides the prompt. */
export function parseGeneration(reader: RawReader, { environment }: GenerationParts): GenerationOptions {
  const seed = reader.number("seed", { whole: true });
  const cancellation = cancellationOf(reader);
  const maxTokens = maxTokensOf(reader);
  const dataset = reader.text("dataset") ?? "openqa";
  const extra = Object.fromEntries(Object.entries(reader.mapping("extra_args") ?? {}).filter(([key]) => !isLifted(key, dataset)));
  return {
    stream: reader.truth("stream") ?? true,
    generation: samplingOf(reader, seed),
    extra: reader.truth("ignore_eos") === true ? { ignore_eos: true, ...extra } : extra,
    seed: seed ?? reader.number("seed_of_run", { whole: true }) ?? environment.drawSeed(),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    ...(cancellation === undefined ? {} : { cancellation }),
  };
}

function samplingOf(reader: RawReader, seed: number | undefined): Readonly<Record<string, unknown>> {
  const count = { whole: true, least: 1 };
  const stopIds = reader.numbers("stop_token_ids", { whole: true });
  const members = {
    temperature: reader.number("temperature", { least: 0 }) ?? 0,
    top_p: reader.number("top_p", { least: 0, most: 1 }),
    top_k: reader.number("top_k", { whole: true }),
    frequency_penalty: reader.number("frequency_penalty"),
    repetition_penalty: reader.number("repetition_penalty", { least: 0 }),
    logprobs: reader.truth("logprobs") === true ? true : undefined,
    min_tokens: reader.number("min_tokens", { whole: true, least: 0 }),
    n: reader.number("n_choices", count),
    seed,
    stop: reader.texts("stop"),
    stop_token_ids: stopIds,
  };
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

/** One number, or two between which each request's limit is drawn; 0 sends none. */
function maxTokensOf(reader: RawReader): GenerationOptions["maxTokens"] {
  const [first = DEFAULT_MAX_TOKENS, second, ...more] = reader.numbers("max_tokens", { whole: true, least: 0 }) ?? [];
  if (more.length > 0) throw new ConfigError("--max-tokens takes one or two numbers.");
  if (second === undefined) return first === 0 ? undefined : first;
  if (second < first || first < 1) throw new ConfigError(`--max-tokens ${first} ${second}: the first must be at least 1 and not above the second.`);
  return [first, second];
}

function cancellationOf(reader: RawReader): GenerationOptions["cancellation"] {
  const share = reader.number("cancel_rate", { least: 0, most: 1 });
  const after = reader.text("cancel_after");
  if (share === undefined && after === undefined) return undefined;
  if (share === undefined || after === undefined) throw new ConfigError("--cancel-rate and --cancel-after belong together.", { hint: "Such as --cancel-rate 0.1 --cancel-after 500ms." });
  return { share, afterMs: durationMs(after, "--cancel-after") };
}
