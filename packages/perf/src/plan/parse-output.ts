import { ConfigError, Secret } from "@evalkit/core";
import type { ServiceLevels } from "../analysis/load-result.js";
import { httpUrl } from "../api/complete-url.js";
import type { OutputOptions } from "./options.js";
import type { ParseEnvironment } from "./parse-environment.js";
import { durationMs, type RawReader } from "./raw-values.js";

const DEFINITIONS = ["evalkit", "evalscope", "vllm", "aiperf", "guidellm", "sglang", "mlperf"] as const;

/** EvalScope's. */
const DEFAULT_LOG_EVERY = 100;

/** Checks what becomes of the results. */
export function parseOutput(reader: RawReader, { resolvePath }: ParseEnvironment): OutputOptions {
  const name = nameOf(reader);
  const goodput = reader.text("goodput");
  const definitions = reader.oneOf("definitions", DEFINITIONS);
  const prometheus = reader.text("prometheus");
  const resume = reader.text("resume");
  return {
    outputsDir: resolvePath(reader.text("outputs_dir") ?? "outputs"),
    noTimestamp: reader.truth("no_timestamp") === true,
    progressFile: reader.truth("enable_progress_tracker") === true,
    strict: reader.truth("strict") === true,
    isDebug: reader.truth("debug") === true,
    logEveryRequests: reader.number("log_every_n_query", { whole: true, least: 0 }) ?? DEFAULT_LOG_EVERY,
    withoutTainted: reader.truth("exclude_tainted") === true,
    gpuTelemetry: reader.truth("no_gpu_telemetry") !== true,
    trackerKeys: trackerKeys(reader),
    ...(name === undefined ? {} : { name }),
    ...(goodput === undefined ? {} : { goodput: readGoodput(goodput) }),
    ...(definitions === undefined || definitions === "evalkit" ? {} : { definitions }),
    ...(prometheus === undefined ? {} : { prometheus: httpUrl(prometheus, "--prometheus", "http://127.0.0.1:8000/metrics").href }),
    ...(resume === undefined ? {} : { resume: resolvePath(resume) }),
  };
}

function nameOf(reader: RawReader): string | undefined {
  const name = reader.text("name")?.trim();
  if (name === undefined) return undefined;
  // The name becomes a folder.
  if (name === "" || name === "." || name === ".." || /[/\\\u0000-\u001f]/.test(name) || name.length > 200) throw new ConfigError("--name must be a name that a folder can have.");
  return name;
}

/** The word `local` stands where a key should and is none. */
function trackerKeys(reader: RawReader): readonly Secret[] {
  const keys = [reader.text("swanlab_api_key"), reader.text("wandb_api_key")];
  return keys.filter((key) => key !== undefined && key.trim() !== "" && key.trim() !== "local").map((key) => new Secret(String(key)));
}

const LEVELS: Readonly<Record<string, "ttftMs" | "tpotMs" | "latencyMs">> = { ttft: "ttftMs", tpot: "tpotMs", e2el: "latencyMs", latency: "latencyMs", e2e: "latencyMs" };

/** `ttft:200ms,tpot:50ms`. Throws a ConfigError for unknown metrics and limits without a unit. */
export function readGoodput(text: string): ServiceLevels {
  const levels = text.split(/[,\s]+/).filter((part) => part !== "").map((part) => {
    const [metric = "", limit = ""] = part.split(":");
    const member = LEVELS[metric.trim()];
    if (member === undefined) throw new ConfigError(`--goodput knows no metric ${metric.slice(0, 40)}.`, { hint: "Known: ttft, tpot, latency. Such as --goodput ttft:200ms,tpot:50ms." });
    return [member, durationMs(limit, `The limit of ${metric} in --goodput`)] as const;
  });
  if (levels.length === 0) throw new ConfigError("--goodput names no limit.", { hint: "Such as --goodput ttft:200ms,tpot:50ms." });
  return Object.fromEntries(levels);
}
