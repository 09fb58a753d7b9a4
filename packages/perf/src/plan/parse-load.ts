import { ConfigError } from "@evalkit/core";
import { httpUrl } from "../api/complete-url.js";
import { findPerfDataset } from "../data/catalog.js";
import type { ArrivalOption, DataOptions, LoadOptions } from "./options.js";
import { durationMs, type RawReader } from "./raw-values.js";
import { readSweep } from "./sweep.js";

const DEFAULT_NUMBER = 1000;
const DEFAULT_SLEEP_S = 5;

/** Checks how much load is asked for. */
export function parseLoad(reader: RawReader, data: DataOptions, notes: string[]): LoadOptions {
  const sweep = reader.text("sweep");
  const swept = sweep === undefined ? undefined : readSweep(sweep, reader);
  const openLoop = reader.truth("open_loop") === true || swept?.variable === "rate";
  const rates = swept?.variable === "rate" ? swept.values : (reader.numbers("rate") ?? [-1]);
  const parallels = swept?.variable === "parallel" ? swept.values : (reader.numbers("parallel", { whole: true, least: -1 }) ?? [1]);
  const numbers = reader.numbers("number", { whole: true, least: 1 }) ?? swept?.numbers;
  checkRates({ rates, parallels, openLoop, data, hasRamp: reader.has("ramp") });
  noteRates(reader, { rates, openLoop, notes });
  return {
    ...optionalLoad(reader),
    ...clientOf(reader),
    numbers: numbers ?? [DEFAULT_NUMBER],
    isNumberDefault: numbers === undefined,
    parallels,
    rates,
    openLoop,
    warmUp: reader.number("warmup_num", { least: 0 }) ?? 0,
    coolDown: reader.number("cooldown_num", { least: 0 }) ?? 0,
    sleepIntervalMs: (reader.number("sleep_interval", { least: 0 }) ?? DEFAULT_SLEEP_S) * 1000,
  };
}

function optionalLoad(reader: RawReader): Pick<LoadOptions, "durationMs" | "arrivals" | "stopAtErrorRate" | "stopAtOverSaturation"> {
  const duration = reader.number("duration", { least: 0.001 });
  const arrivals = arrivalsOf(reader);
  const stopAtErrorRate = reader.number("stop_error_rate", { least: 0, most: 1 });
  return {
    stopAtOverSaturation: reader.truth("stop_over_saturation") === true,
    ...(duration === undefined ? {} : { durationMs: duration * 1000 }),
    ...(arrivals === undefined ? {} : { arrivals }),
    ...(stopAtErrorRate === undefined ? {} : { stopAtErrorRate }),
  };
}

function clientOf(reader: RawReader): Pick<LoadOptions, "transport" | "catchUp" | "insecure" | "http2" | "reuseConnections" | "workers" | "proxy"> {
  const workers = reader.number("workers", { whole: true, least: 1, most: 256 });
  const proxy = reader.text("proxy");
  return {
    transport: reader.oneOf("transport", ["auto", "net", "undici"]) ?? "auto",
    catchUp: reader.oneOf("catch_up", ["burst", "skip", "reanchor"]) ?? "burst",
    insecure: reader.truth("insecure") === true,
    http2: reader.truth("http2") === true,
    reuseConnections: reader.truth("no_keep_alive") !== true,
    ...(workers === undefined ? {} : { workers }),
    ...(proxy === undefined ? {} : { proxy: httpUrl(proxy, "--proxy", "http://127.0.0.1:3128").href }),
  };
}

/** Says which flags about rates change nothing, and what the cap of a rate is. */
function noteRates(reader: RawReader, { rates, openLoop, notes }: { readonly rates: readonly number[]; readonly openLoop: boolean; readonly notes: string[] }): void {
  const hasRate = rates.some((rate) => rate > 0);
  if (reader.has("arrivals") && !hasRate && !reader.has("ramp")) notes.push("--arrivals has no effect without --rate.");
  if (openLoop && reader.has("parallel")) notes.push("--parallel has no effect with --open-loop: nothing bounds the requests in flight. Leave --open-loop out for a rate with a cap.");
  if (!openLoop && hasRate && !reader.has("parallel")) notes.push("--rate without --open-loop is capped at --parallel, which is 1 unless you say more.");
}

interface RateParts {
  readonly rates: readonly number[];
  readonly parallels: readonly number[];
  readonly openLoop: boolean;
  readonly data: DataOptions;
  readonly hasRamp: boolean;
}

function checkRates({ rates, parallels, openLoop, data, hasRamp }: RateParts): void {
  const isTimed = data.prompt === undefined && ["workload_trace", "mooncake", "burstgpt", "azure_trace"].includes(data.name);
  const wrong = rates.find((rate) => rate !== -1 && rate <= 0);
  if (wrong !== undefined) throw new ConfigError(`--rate ${wrong}: a rate must be above 0 (or -1 for none).`);
  if (openLoop && rates.includes(-1) && !isTimed && !hasRamp) throw new ConfigError("--open-loop needs --rate.", { hint: "How many requests arrive a second: --open-loop --rate 10." });
  if (parallels.includes(0)) throw new ConfigError("--parallel 0 would send nothing.", { hint: "Give a number from 1 up, or -1 for no bound." });
  if (!openLoop && parallels.includes(-1) && rates.includes(-1) && !isTimed) throw new ConfigError("--parallel -1 (no bound) needs --rate.");
  if (openLoop && data.multiTurn && findPerfDataset(data.name).isMultiTurn !== true) throw new ConfigError(`The data set ${data.name} has no conversations for --multi-turn.`);
}

function arrivalsOf(reader: RawReader): ArrivalOption | undefined {
  const ramp = reader.text("ramp");
  const kind = reader.oneOf("arrivals", ["constant", "poisson", "gamma"]);
  const shape = reader.number("burstiness", { least: 1e-6 });
  if (ramp !== undefined) return { kind: "piecewise", points: rampPoints(ramp) };
  if (kind === "gamma" || (kind === undefined && shape !== undefined)) return { kind: "gamma", shape: shape ?? 1 };
  if (shape !== undefined) throw new ConfigError(`--burstiness goes with --arrivals gamma, not ${kind}.`);
  return kind === undefined ? undefined : { kind };
}

/** `0s:1,30s:10,60s:10`: the rate at each time, straight lines between. */
function rampPoints(text: string): readonly { readonly atMs: number; readonly perSecond: number }[] {
  const points = text.split(",").map((part) => {
    const [time = "", rate = ""] = part.split(":");
    if (!/^\d+(\.\d+)?$/.test(rate.trim())) throw new ConfigError(`--ramp must be times and rates such as 0:1,30:10, not ${JSON.stringify(part).slice(0, 40)}.`);
    return { atMs: durationMs(time, "A time in --ramp", "s"), perSecond: Number(rate) };
  });
  if (points.length < 2 || points.some(({ atMs }, place) => place > 0 && atMs <= (points[place - 1]?.atMs ?? 0))) {
    throw new ConfigError("--ramp needs two points or more, with times that grow.", { hint: "0:1,30:10 goes from 1 to 10 requests a second within 30 seconds." });
  }
  return points;
}
