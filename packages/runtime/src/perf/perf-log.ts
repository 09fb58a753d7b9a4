import { EvalkitError, canonicalJson } from "@evalkit/core";
import { type Journal, type LoadPoint, type LoadSnapshot, type PerfOptions, type RequestRecord, maskedUrl, renderLive } from "@evalkit/perf";
import { type LogLevel, RunLog } from "../store/run-log.js";
import { version } from "../version.js";
import type { FinishedPoint, PerfRun } from "./perf-run.js";

/** File name of the log in the folder of a run, as EvalScope calls it. */
export const LOG_FILE = "benchmark.log";
const LONGEST_MESSAGE = 300;

export interface PerfLogOptions {
  readonly redact: (text: string) => string;
  /** A line for every request. */
  readonly isDebug: boolean;
  /** A line after so many requests of a load; 0 for none. */
  readonly everyRequests: number;
}

/**
 * `benchmark.log` of a load test: what was asked for, each load with its start, its course, its failures and its end, and the tables. Continued by a resumed run.
 * Never throws: results have files of their own.
 */
export class PerfLog {
  readonly #log: RunLog;
  readonly #isDebug: boolean;
  readonly #everyRequests: number;
  #ended = 0;

  constructor(folder: string, { redact, isDebug, everyRequests }: PerfLogOptions) {
    this.#log = new RunLog(folder, { redact, file: LOG_FILE });
    this.#isDebug = isDebug;
    this.#everyRequests = everyRequests;
  }

  write(level: LogLevel, text: string): void {
    this.#log.write(level, text);
  }

  start({ options, url, folder, isResumed, notes }: { readonly options: PerfOptions; readonly url: string; readonly folder: string; readonly isResumed: boolean; readonly notes: readonly string[] }): void {
    this.write("INFO", `evalkit ${version}, Node ${process.version}: load test ${isResumed ? "resumed" : "started"} in ${folder}`);
    this.write("INFO", `Model ${options.modelName}, API ${options.api}, address ${String(maskedUrl(url))}, seed ${options.request.seed}`);
    this.write("INFO", `Arguments: ${canonicalJson(Object.fromEntries(Object.entries(options.recorded).filter(([, value]) => value !== undefined)))}`);
    for (const note of notes) this.write("INFO", `Note: ${note}`);
  }

  pointStart(point: LoadPoint, { segments, done, damage }: Journal): void {
    this.#ended = 0;
    const { label, warmUpRequests, coolDownRequests } = point;
    const around = [warmUpRequests > 0 ? `${warmUpRequests} to warm up` : "", coolDownRequests > 0 ? `${coolDownRequests} to cool down` : ""].filter((part) => part !== "").join(", ");
    this.write("INFO", `${label}: start, ${loadText(point)}${around === "" ? "" : `, besides ${around}`}`);
    if (segments > 1) this.write("INFO", `${label}: start number ${segments}, ${done.size} requests have ended before and are not sent again`);
    if (damage.lines > 0) this.write("WARNING", `${label}: ${damage.lines} lines of the journal could not be read and are left out`);
  }

  /** Says what was asked for: the request itself, and how the load goes. */
  request({ label, requests }: LoadPoint, record: RequestRecord, snapshot: () => LoadSnapshot): void {
    if (this.#isDebug) this.write("DEBUG", `${label}: ${requestText(record)}`);
    if (record.phase !== "measured") return;
    this.#ended += 1;
    if (this.#everyRequests > 0 && this.#ended % this.#everyRequests === 0) this.write("INFO", `${label}: ${renderLive(snapshot(), requests).map(oneLine).join("; ")}`);
  }

  pointEnd({ point: { label }, folder, result, segments, server, isResumed }: FinishedPoint): void {
    const { counts, failures, outcome, window } = result;
    if (isResumed) this.write("INFO", `${label}: finished by an earlier start, nothing is sent`);
    for (const { kind, count, statuses, example } of failures) {
      const codes = statuses.map(({ status, count: times }) => `${status} × ${times}`).join(", ");
      this.write("ERROR", `${label}: ${count} failed by ${kind}${codes === "" ? "" : ` (HTTP ${codes})`}, the first: ${oneLine(example)}`);
    }
    if (server?.samples === 0) this.write("WARNING", `${label}: the metrics at --prometheus could not be read, ${server.failedSamples} attempts failed`);
    const cancelled = counts.cancelled > 0 ? `, ${counts.cancelled} given up` : "";
    const stopped = outcome === undefined || outcome.stopped === "complete" ? "" : `, ${outcome.stopped === "aborted" ? "stopped early" : `stopped by ${outcome.stopped}`}`;
    this.write("INFO", `${label}: end after ${(window.durationMs / 1000).toFixed(3)} s${stopped}: ${counts.total} requests, ${counts.ok} ok, ${counts.failed} failed${cancelled}${segments > 1 ? `, in ${segments} starts` : ""}; files in ${folder}`);
    if (outcome === undefined) this.write("WARNING", `${label}: whether the client kept up is not known, the load was killed`);
    else this.write(outcome.verdict.state === "valid" ? "INFO" : "WARNING", `${label}: client ${outcome.verdict.state}${outcome.verdict.reasons.length === 0 ? "" : ` (${outcome.verdict.reasons.join("; ")})`}, ${outcome.workers} ${outcome.workers === 1 ? "thread" : "threads"}, ${outcome.transport}, ${outcome.lateSends} late sends, ${outcome.skippedSends} skipped`);
  }

  end({ lines, isInterrupted, folder }: Pick<PerfRun, "lines" | "isInterrupted" | "folder">): void {
    if (lines.length > 0) this.write("INFO", `Results:\n${lines.join("\n")}`);
    this.write(isInterrupted ? "WARNING" : "INFO", isInterrupted ? `Interrupted; finish it with: evalkit perf --resume ${folder}` : "Load test finished");
  }

  failed(error: unknown): void {
    const hint = error instanceof EvalkitError && error.hint !== undefined ? ` ${error.hint}` : "";
    const stack = this.#isDebug && error instanceof Error && error.stack !== undefined ? `\n${error.stack}` : "";
    this.write("ERROR", `Load test failed: ${error instanceof Error ? error.message : String(error)}${hint}${stack}`);
  }
}

function loadText({ concurrency, ratePerSecond, requests }: LoadPoint): string {
  const load = [ratePerSecond === undefined ? "" : `${ratePerSecond} requests/s`, concurrency === undefined ? "no bound on requests in flight" : `at most ${concurrency} in flight`];
  return `${requests ?? "any number of"} requests, ${load.filter((part) => part !== "").join(", ")}`;
}

function requestText({ index, phase, outcome, failure, status, sentMs, firstPayloadMs, endMs, usage, conversation, bytes }: RequestRecord): string {
  const name = `request ${index}${conversation === undefined ? "" : ` (turn ${conversation.turn})`}${phase === "measured" ? "" : `, ${phase}`}`;
  const ended = outcome === "ok" ? `ok${status === undefined ? "" : ` ${status}`}` : outcome === "cancelled" ? "given up" : `failed by ${failure?.kind ?? "?"}${failure?.status === undefined ? "" : ` ${failure.status}`}`;
  const ttft = firstPayloadMs === undefined ? "" : `, TTFT ${(firstPayloadMs - sentMs).toFixed(1)} ms`;
  const tokens = usage?.completionTokens === undefined ? "" : `, ${usage.promptTokens ?? "?"} + ${usage.completionTokens} tokens`;
  const message = failure === undefined ? "" : `: ${oneLine(failure.message)}`;
  return `${name}: ${ended}, sent at ${(sentMs / 1000).toFixed(3)} s${ttft}, latency ${(endMs - sentMs).toFixed(1)} ms${tokens}, ${bytes} bytes${message}`;
}

/** What a server says, on one line of its own length. */
function oneLine(text: string): string {
  return text.slice(0, LONGEST_MESSAGE).replaceAll(/\s+/g, " ");
}
