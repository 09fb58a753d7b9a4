import type { LoadResult } from "../analysis/load-result.js";
import { duration, figure, percent } from "./figures-text.js";
import type { PointReport } from "./run-facts.js";

/** Something that a reader of a sweep should know, with its figures; put into words by `findingText` and by the page. */
export type Finding =
  | { readonly kind: "client-limited" | "client-invalid"; readonly label: string; readonly reasons: readonly string[] }
  | { readonly kind: "failures"; readonly label: string; readonly share: number; readonly failure: string }
  | { readonly kind: "highest-throughput"; readonly label: string; readonly requestsPerSecond: number; readonly outputTokensPerSecond?: number }
  | { readonly kind: "lowest-latency"; readonly label: string; readonly latencyMs: number }
  | { readonly kind: "still-rising"; readonly label: string; readonly gain: number }
  | { readonly kind: "saturated"; readonly label: string; readonly share: number; readonly last: string }
  | { readonly kind: "past-peak"; readonly label: string; readonly peak: string; readonly loss: number }
  | { readonly kind: "behind-rate"; readonly label: string; readonly asked: number; readonly got: number }
  | { readonly kind: "held-back"; readonly label: string; readonly meanMs: number }
  | { readonly kind: "thin"; readonly label: string; readonly count: number; readonly needed: number }
  | { readonly kind: "tokens-unknown"; readonly label: string; readonly unknown: number; readonly total: number }
  | { readonly kind: "prompt-length"; readonly label: string; readonly difference: number }
  | { readonly kind: "resumed"; readonly label: string; readonly times: number }
  | { readonly kind: "closed-loop"; readonly label: string };

/** Throughput within this share of the highest counts as saturated; a gain above `RISING` as still rising. */
const SATURATED = 0.9;
const RISING = 0.1;
const PAST_PEAK = 0.05;
const BEHIND_RATE = 0.95;
/** Share of failures from which on the other figures say little. */
export const GRAVE = 0.05;
const P99_NEEDS = 662;

/** What stands out in a sweep, the weightiest first. */
export function findingsOf(points: readonly PointReport[]): readonly Finding[] {
  const failures = points.flatMap(failureFindings);
  const isGrave = (finding: Finding): boolean => finding.kind === "failures" && finding.share >= GRAVE;
  return [
    ...points.flatMap(verdictFindings),
    ...failures.filter(isGrave),
    ...loadFindings(points),
    ...failures.filter((finding) => !isGrave(finding)),
    ...points.flatMap(dataFindings),
    ...thinFindings(points),
    ...closedLoop(points),
  ];
}

function verdictFindings({ point: { label }, result: { outcome } }: PointReport): readonly Finding[] {
  if (outcome === undefined || outcome.verdict.state === "valid") return [];
  return [{ kind: outcome.verdict.state === "invalid" ? "client-invalid" : "client-limited", label, reasons: outcome.verdict.reasons }];
}

function failureFindings({ point: { label }, result: { counts, failures } }: PointReport): readonly Finding[] {
  const [most] = failures;
  return counts.failed === 0 || most === undefined ? [] : [{ kind: "failures", label, share: counts.failed / (counts.ok + counts.failed), failure: most.kind }];
}

function loadFindings(points: readonly PointReport[]): readonly Finding[] {
  const measured = points.filter(({ result }) => result.counts.ok > 0 && result.requestsPerSecond !== undefined);
  const best = highest(measured, ({ result }) => speedOf(result));
  const quickest = highest(measured, ({ result }) => -(result.metrics.latency?.mean ?? Number.POSITIVE_INFINITY));
  if (best === undefined || quickest === undefined) return [];
  const tokens = best.result.tokens.output.perSecond;
  return [
    { kind: "highest-throughput", label: best.point.label, requestsPerSecond: best.result.requestsPerSecond ?? 0, ...(tokens === undefined ? {} : { outputTokensPerSecond: tokens }) },
    { kind: "lowest-latency", label: quickest.point.label, latencyMs: quickest.result.metrics.latency?.mean ?? 0 },
    ...curveFindings(measured, best),
    ...measured.flatMap(rateFindings),
  ];
}

/** How throughput follows the load, for sweeps of two and more points. */
function curveFindings(measured: readonly PointReport[], best: PointReport): readonly Finding[] {
  const byLoad = measured.toSorted((first, second) => loadOf(first.result) - loadOf(second.result));
  const last = byLoad.at(-1);
  const before = byLoad.at(-2);
  if (last === undefined || before === undefined || loadOf(last.result) === loadOf(before.result)) return [];
  const top = speedOf(best.result);
  const gain = speedOf(last.result) / speedOf(before.result) - 1;
  if (last === best && gain > RISING && !isBehind(last.result)) return [{ kind: "still-rising", label: last.point.label, gain }];
  const enough = byLoad.find(({ result }) => speedOf(result) >= SATURATED * top);
  const found: Finding[] = [];
  if (enough !== undefined && enough !== last) found.push({ kind: "saturated", label: enough.point.label, share: speedOf(enough.result) / top, last: last.point.label });
  const loss = 1 - speedOf(last.result) / top;
  if (loss > PAST_PEAK) found.push({ kind: "past-peak", label: last.point.label, peak: best.point.label, loss });
  return found;
}

function rateFindings({ point: { label }, result }: PointReport): readonly Finding[] {
  const { requestRate, requestsPerSecond, metrics } = result;
  const found: Finding[] = [];
  if (isBehind(result) && requestRate !== undefined && requestsPerSecond !== undefined) {
    found.push({ kind: "behind-rate", label, asked: requestRate, got: requestsPerSecond });
  }
  const held = metrics.heldBack?.mean;
  if (requestRate !== undefined && held !== undefined && held > 1) found.push({ kind: "held-back", label, meanMs: held });
  return found;
}

/** A server that does not do what arrives is at its limit, whatever throughput says. */
function isBehind({ requestRate, requestsPerSecond }: LoadResult): boolean {
  return requestRate !== undefined && requestsPerSecond !== undefined && requestsPerSecond < BEHIND_RATE * requestRate;
}

function dataFindings({ point: { label }, result, segments = 1 }: PointReport): readonly Finding[] {
  const { tokens, promptLength, counts } = result;
  const found: Finding[] = segments > 1 ? [{ kind: "resumed", label, times: segments - 1 }] : [];
  if (tokens.output.unknown > 0 && counts.stream > 0) found.push({ kind: "tokens-unknown", label, unknown: tokens.output.unknown, total: counts.ok });
  const difference = promptLength?.relativeDifference;
  if (difference !== undefined && Math.abs(difference) > 0.02) found.push({ kind: "prompt-length", label, difference });
  return found;
}

function thinFindings(points: readonly PointReport[]): readonly Finding[] {
  const least = highest(points, ({ result }) => -result.counts.ok);
  return least === undefined || least.result.counts.ok >= P99_NEEDS ? [] : [{ kind: "thin", label: least.point.label, count: least.result.counts.ok, needed: P99_NEEDS }];
}

function closedLoop(points: readonly PointReport[]): readonly Finding[] {
  const [closed] = points.filter(({ result }) => result.requestRate === undefined && result.counts.ok > 0);
  return closed === undefined ? [] : [{ kind: "closed-loop", label: closed.point.label }];
}

function speedOf({ tokens, requestsPerSecond }: LoadResult): number {
  return tokens.output.perSecond ?? requestsPerSecond ?? 0;
}

function loadOf({ requestRate, concurrency }: LoadResult): number {
  return requestRate ?? concurrency ?? 0;
}

function highest<Item>(items: readonly Item[], read: (item: Item) => number): Item | undefined {
  return items.reduce<Item | undefined>((best, item) => (best === undefined || read(item) > read(best) ? item : best), undefined);
}

/** A finding in one or two plain English sentences. */
export function findingText(finding: Finding): string {
  switch (finding.kind) {
    case "client-invalid":
      return `${finding.label}: do not use these figures, the load generator itself was the limit (${finding.reasons.join("; ")}).`;
    case "client-limited":
      return `${finding.label}: the load generator was close to its own limit, so times may be too long (${finding.reasons.join("; ")}).`;
    case "failures":
      return `${finding.label}: ${percent(finding.share)} of the requests failed, most by ${finding.failure}. Latencies are of the others only.`;
    case "highest-throughput":
      return `Highest throughput: ${figure(finding.requestsPerSecond)} requests/s${finding.outputTokensPerSecond === undefined ? "" : ` and ${figure(finding.outputTokensPerSecond)} tokens/s`} at ${finding.label}.`;
    case "lowest-latency":
      return `Lowest latency: ${duration(finding.latencyMs)} a request on average at ${finding.label}.`;
    case "still-rising":
      return `Throughput still rose by ${percent(finding.gain, 0)} with the last step (${finding.label}): the server is not at its limit yet, try more load.`;
    case "saturated":
      return `${finding.label} already gives ${percent(finding.share, 0)} of the highest throughput: more load than that mostly adds waiting.`;
    case "past-peak":
      return `At ${finding.label} throughput is ${percent(finding.loss, 0)} below the peak at ${finding.peak}: the server is overloaded there.`;
    case "behind-rate":
      return `${finding.label}: ${figure(finding.asked)} requests/s were asked for and ${figure(finding.got)} were done: the server did not keep up, and times depend on how long the test ran.`;
    case "held-back":
      return `${finding.label}: the cap on requests in flight held each request back by ${duration(finding.meanMs)} on average. Look at the latency from the due time.`;
    case "thin":
      return `${finding.label} has ${finding.count} successful requests; a p99 that can be trusted needs ${finding.needed}.`;
    case "tokens-unknown":
      return `${finding.label}: nobody counted the tokens of ${finding.unknown} of ${finding.total} requests, so token rates are not given. Let the server report usage, or give --tokenizer-path.`;
    case "prompt-length":
      return `${finding.label}: prompts were ${percent(Math.abs(finding.difference))} ${finding.difference > 0 ? "longer" : "shorter"} than asked for, as the server counts them.`;
    case "resumed":
      return `${finding.label} was interrupted and resumed ${finding.times === 1 ? "once" : `${finding.times} times`}: the pause is left out, but load and throughput were lower around it.`;
    case "closed-loop":
      return "Closed loop: a new request waits for a finished one, so a slow server gets less load and its queue stays hidden. Test with --open-loop --rate for what users would feel.";
  }
}
