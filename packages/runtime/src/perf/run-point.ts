import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import {
  type Analysis, type Calibration, type LoadOutcome, type LoadPlan, type LoadPoint, type LoadSnapshot, type PerfOptions, type RequestRecord, type RequestSettings, type RequestSource,
  LengthCheck, PeakTally, countsByTokenizer, createAnalysis, openJournal, replayInto, requestSource, runLoad, singleTurnSource,
} from "@evalkit/perf"; // prettier-ignore
import type { PerfLog } from "./perf-log.js";
import type { OpenedPrompts } from "./open-prompts.js";
import type { FinishedPoint } from "./perf-run.js";
import type { Reporting } from "./reporting.js";
import type { Target } from "./target.js";
import { watchGpus } from "./telemetry/gpu.js";
import { ServerWatch } from "./telemetry/prometheus.js";
import { TokenCounting } from "./token-counting.js";

/** Everything the points of a run share. */
export interface PointSetup {
  readonly options: PerfOptions;
  readonly target: Target;
  readonly opened: OpenedPrompts;
  readonly template: Readonly<Record<string, unknown>> | undefined;
  readonly folder: string;
  /** Goes on with journals that are there. */
  readonly resumes: boolean;
  readonly fingerprintOf: (point: LoadPoint) => string;
  readonly redact: (text: string) => string;
  readonly signal: AbortSignal;
  readonly reporting: Reporting;
  /** What the self-test found on this machine. */
  readonly calibration?: Calibration;
  /** Makes what sees each record of a load, those of earlier starts first; true ends the load with what there is. */
  readonly judge?: () => (record: RequestRecord) => boolean;
  /** Called for each request that has ended. */
  readonly onEnded?: () => void;
  readonly log: PerfLog;
  readonly onStart: (point: LoadPoint, snapshot: () => LoadSnapshot) => void;
}

/** The requests of a point (or of the connection test). */
export function sourceOf({ options, target, opened, template }: PointSetup, offset: number): RequestSource {
  const { request } = options;
  const settings: RequestSettings = {
    api: target.api,
    url: target.url,
    models: options.models,
    headers: target.headers,
    stream: request.stream,
    generation: request.generation,
    extra: request.extra,
    seed: request.seed,
    offset,
    ...(request.maxTokens === undefined ? {} : { maxTokens: request.maxTokens }),
    ...(template === undefined ? {} : { template }),
    ...(request.cancellation === undefined ? {} : { cancellation: request.cancellation }),
  };
  return opened.isMultiTurn ? requestSource(opened.prompts, settings) : singleTurnSource(opened.prompts, settings);
}

/** Carries one load out, every request kept in the point's journal as it ends. */
export async function runPoint(setup: PointSetup, point: LoadPoint): Promise<FinishedPoint> {
  const { options, reporting } = setup;
  const folder = join(setup.folder, point.label);
  const analysis = await analysisOf(options, point, setup.redact);
  const enough = new AbortController();
  const judge = setup.judge?.();
  const see = (record: RequestRecord): void => {
    analysis.add(record);
    if (judge?.(record) === true) enough.abort();
  };
  const journal = openJournal(folder, {
    fingerprint: setup.fingerprintOf(point),
    mode: setup.resumes ? "resume" : "create",
    replay: { ...replayInto(analysis), onRecord: see },
    redact: setup.redact,
  });
  const lengths = new LengthCheck(setup.opened.prompts);
  const tokens = new TokenCounting({ counter: setup.opened.counter, everyAnswer: countsByTokenizer(options.output.definitions) }, (record) => keep(record));
  const peaks = new PeakTally();
  const signal = AbortSignal.any([setup.signal, enough.signal]);
  const keep = (record: RequestRecord): void => {
    lengths.observe(record);
    const kept = journal.record(record);
    // What was given up because the run ends says nothing of the server.
    if (kept.failure?.kind === "aborted" && signal.aborted) return;
    see(kept);
    setup.onEnded?.();
    setup.log.request(point, kept, () => analysis.snapshot());
    if (reporting.isNeeded && kept.phase === "measured") reporting.tell({ type: "request-end", point: point.index, request: kept });
  };
  setup.onStart(point, () => analysis.snapshot());
  setup.log.pointStart(point, journal);
  reporting.tell({ type: "point-start", point, startedAtEpochMs: Date.now() });
  const telemetry = await startTelemetry(options);
  let outcome: LoadOutcome;
  try {
    outcome = await runLoad(planOf({ setup, point, done: journal.done, wantsText: tokens.wantsText, signal }), {
      onRecord: (record) => tokens.add(record),
      onHealth: (sample) => {
        const kept = journal.health(sample);
        analysis.addHealth(kept);
        peaks.add(kept);
        if (reporting.isNeeded) reporting.tell({ type: "health", point: point.index, sample: kept });
      },
    });
    tokens.flush();
    outcome = journal.end(outcome);
  } finally {
    tokens.flush();
    journal.close();
  }
  const report = lengths.report();
  return { point, folder, result: analysis.finish(outcome), peak: peaks.peak, segments: journal.segments, isResumed: false, ...(await telemetry.stop()), ...(report.compared === 0 ? {} : { lengths: report }) };
}

/** The analysis that fits a point. */
export function analysisOf(options: PerfOptions, point: LoadPoint, redact: (text: string) => string): Promise<Analysis> {
  const { goodput, withoutTainted } = options.output;
  return createAnalysis({
    redact,
    withoutTainted,
    ...(point.concurrency === undefined ? {} : { concurrency: point.concurrency }),
    ...(point.ratePerSecond === undefined ? {} : { requestRate: point.ratePerSecond }),
    ...(goodput === undefined ? {} : { levels: goodput }),
  });
}

interface PlanParts {
  readonly setup: PointSetup;
  readonly point: LoadPoint;
  readonly done: ReadonlySet<number>;
  readonly wantsText: boolean;
  readonly signal: AbortSignal;
}

function planOf({ setup, point, done, wantsText, signal }: PlanParts): LoadPlan {
  const { options, target } = setup;
  const { load } = options;
  return {
    api: target.reference,
    source: sourceOf(setup, point.offset),
    arrivals: point.arrivals,
    warmUpRequests: point.warmUpRequests,
    coolDownRequests: point.coolDownRequests,
    seed: options.request.seed,
    transport: load.transport,
    catchUp: load.catchUp,
    timeouts: options.timeouts,
    stopAtOverSaturation: load.stopAtOverSaturation,
    insecure: load.insecure,
    http2: load.http2,
    reuseConnections: load.reuseConnections,
    wantsText,
    // The journal's set grows while the load runs; what was done before it is another one.
    done: new Set(done),
    signal,
    ...(point.concurrency === undefined ? {} : { concurrency: point.concurrency }),
    ...(point.requests === undefined ? {} : { requests: point.requests }),
    ...(load.durationMs === undefined ? {} : { durationMs: load.durationMs }),
    ...(load.workers === undefined ? {} : { workers: load.workers }),
    ...(load.proxy === undefined ? {} : { proxy: load.proxy }),
    ...(load.stopAtErrorRate === undefined ? {} : { stopAtErrorRate: load.stopAtErrorRate }),
  };
}

async function startTelemetry({ output }: PerfOptions): Promise<{ stop(): Promise<Pick<FinishedPoint, "server" | "gpus">> }> {
  const server = output.prometheus === undefined ? undefined : new ServerWatch(output.prometheus);
  const gpus = output.gpuTelemetry ? await watchGpus() : undefined;
  return {
    async stop() {
      const [serverReport, gpuReport] = [await server?.stop(), await gpus?.stop()];
      return { ...(serverReport === undefined ? {} : { server: serverReport }), ...(gpuReport === undefined ? {} : { gpus: gpuReport }) };
    },
  };
}

/** Makes sure that the first request can be built, before anything is sent. */
export async function checkFirst(source: RequestSource): Promise<void> {
  if ((await source.next(0)) === undefined) throw new ConfigError("The data set holds no prompt at --dataset-offset.");
}
