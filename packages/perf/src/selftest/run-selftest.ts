import { ConfigError, isRecord } from "@evalkit/core";
import { runLoad } from "../run-load.js";
import type { LoadOutcome, LoadPlan } from "../spec/load.js";
import type { HealthSample, RequestRecord } from "../spec/record.js";
import { type Calibration, holdsTypically, limitsOf, type RateStep, type StreamStep } from "./calibration.js";
import { currentHost } from "./host.js";
import { rateStep, streamStep } from "./measure-step.js";

export interface SelftestOptions {
  /** Base URL, up to `/v1`, of `startPacedServer` in a process of its own on this machine. */
  readonly url: string;
  readonly signal: AbortSignal;
  /** Streams at a time. @default 1, 10, 100, 300, 500, 1000 */
  readonly streams?: readonly number[];
  /** Sends a second. @default 100, 300, 1000, 3000, 10000, 20000 */
  readonly rates?: readonly number[];
  /** Duration of each step. @default 2500 */
  readonly stepMs?: number;
  /** @default as a run of that load would choose */
  readonly workers?: number;
  readonly onStep?: (step: StreamStep | RateStep) => void;
}

const TTFT_MS = 50;
const GAP_MS = 10;
/** Streams begin within this time, as no two users begin at once. */
const SPREAD_MS = 500;
/** Of one request alone, 99 of 100 would say nothing. */
const FEWEST_REQUESTS = 30;
const STREAMS = [1, 10, 100, 300, 500, 1000] as const;
const RATES = [100, 300, 1000, 3000, 10_000, 20_000] as const;

/**
 * Climbs a ladder of loads against a server with a known schedule and finds how far this machine's client can be believed: the client must see TTFT and gaps
 * within 1 ms of the truth (99 of 100), every event, and keep its rate within 0.1 %. A ladder ends after two steps in a row at which even the median,
 * or the rate, is off.
 * Throws a `ConfigError` when the server does not answer as the paced server does.
 */
export async function runSelftest(options: SelftestOptions): Promise<Calibration> {
  const stepMs = options.stepMs ?? 2500;
  const streamSteps = await climb(options.streams ?? STREAMS, (streams) => runStreams(options, streams, stepMs), options);
  const rateSteps = await climb(options.rates ?? RATES, (perSecond) => runRate(options, perSecond, stepMs), options);
  return { kind: "evalkit.perf.calibration.v1", measuredAt: new Date().toISOString(), host: currentHost(), streamSteps, rateSteps, limits: limitsOf(streamSteps, rateSteps) };
}

async function climb<Step extends StreamStep | RateStep>(loads: readonly number[], run: (load: number) => Promise<Step>, { signal, onStep }: SelftestOptions): Promise<Step[]> {
  const steps: Step[] = [];
  for (const load of loads) {
    signal.throwIfAborted();
    const step = await run(load);
    signal.throwIfAborted();
    steps.push(step);
    onStep?.(step);
    if (steps.length > 1 && steps.slice(-2).every((done) => !holdsTypically(done))) break;
  }
  return steps;
}

async function runStreams(options: SelftestOptions, streams: number, stepMs: number): Promise<StreamStep> {
  const requests = Math.max(streams, FEWEST_REQUESTS);
  const tokens = Math.max(10, Math.round(((stepMs * streams) / requests - TTFT_MS) / GAP_MS));
  await serverLateness(options.url);
  const { records, outcome } = await load(options, {
    query: `?ttft=${TTFT_MS}&itl=${GAP_MS}&tokens=${tokens}`,
    stream: true,
    plan: {
      ...(requests === streams ? { arrivals: { kind: "constant", perSecond: (streams * 1000) / SPREAD_MS } } : { arrivals: { kind: "closed" }, concurrency: streams }),
      requests,
      connections: streams,
      wantsText: true,
    },
  });
  return streamStep({ streams, requests, tokens, ttftMs: TTFT_MS, records, startedAtMonotonicMs: outcome.startedAtMonotonicMs, serverLatenessP99Ms: await serverLateness(options.url) });
}

async function runRate(options: SelftestOptions, perSecond: number, stepMs: number): Promise<RateStep> {
  const { records } = await load(options, { query: "", stream: false, plan: { arrivals: { kind: "constant", perSecond }, requests: Math.ceil((perSecond * stepMs) / 1000) } });
  return rateStep(perSecond, records);
}

interface Step {
  readonly query: string;
  readonly stream: boolean;
  readonly plan: Pick<LoadPlan, "arrivals"> & Partial<LoadPlan>;
}

async function load(options: SelftestOptions, { query, stream, plan }: Step): Promise<{ readonly records: readonly RequestRecord[]; readonly outcome: LoadOutcome; readonly health: readonly HealthSample[] }> {
  const url = `${options.url}/chat/completions${query}`;
  const headers = {};
  const body = Buffer.from(JSON.stringify({ model: "mock", messages: [{ role: "user", content: "Say something." }], stream }));
  const records: RequestRecord[] = [];
  const health: HealthSample[] = [];
  const outcome = await runLoad(
    {
      api: { kind: "built-in", name: "openai" },
      source: { next: (index) => ({ index, url, headers, body, stream }) },
      warmUpRequests: 0,
      coolDownRequests: 0,
      seed: 1,
      transport: "net",
      catchUp: "burst",
      timeouts: { totalMs: 60_000 },
      signal: options.signal,
      ...(options.workers === undefined ? {} : { workers: options.workers }),
      ...plan,
    },
    { onRecord: (record) => void records.push(record), onHealth: (sample) => void health.push(sample) },
  );
  const failed = records.find((record) => record.outcome === "failed" && record.failure?.kind !== "aborted");
  if (failed === undefined) return { records, outcome, health };
  throw new ConfigError(`The server of the self-test failed: ${failed.failure?.message ?? "unknown"}`, { hint: "The self-test needs the paced mock server, in a process of its own." });
}

/** 99 of 100 of the server's sends since the last call were less late than this. Throws a `ConfigError` when the server does not tell. */
async function serverLateness(url: string): Promise<number> {
  const stats: unknown = await fetch(`${url}/stats`).then((response) => response.json()).catch(() => undefined);
  const lateness = isRecord(stats) ? stats["lateness"] : undefined;
  if (!isRecord(lateness)) throw new ConfigError(`The server at ${url} is not the paced mock server.`, { hint: "The self-test needs `startPacedServer`, in a process of its own." });
  return typeof lateness["p99Ms"] === "number" ? lateness["p99Ms"] : 0;
}
