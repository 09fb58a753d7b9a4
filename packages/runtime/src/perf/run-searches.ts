import { type LoadPoint, type ProbeFigure, type ProbeReport, type SearchReport, type SlaLimit, type SlaOptions, type SlaTarget, type Verdict, ProbeJudge, bestLoad, formatLimit, highestLoad, pointResultOf, probeRequests } from "@evalkit/perf";
import type { ProcessEnvironment } from "../env.js";
import type { FinishedPoint } from "./perf-run.js";
import { pause, type PerfHooks } from "./perf-hooks.js";
import { finishedEarlier } from "./resume-point.js";
import { type PointSetup, runPoint } from "./run-point.js";
import { writePoint } from "./write-run.js";

interface SearchHooks {
  readonly environment: ProcessEnvironment;
  readonly hooks: PerfHooks;
  readonly finished: FinishedPoint[];
}

/** Searches for the highest load that keeps each target, one after the other. An abort ends them with what there is. */
export async function runSearches(setup: PointSetup, options: SlaOptions, parts: SearchHooks): Promise<readonly SearchReport[]> {
  const searches: SearchReport[] = [];
  for (const target of options.targets) {
    if (setup.signal.aborted) break;
    searches.push(await new Search(setup, options, parts, searches.length).run(target));
  }
  return searches;
}

class Search {
  readonly #setup: PointSetup;
  readonly #options: SlaOptions;
  readonly #parts: SearchHooks;
  readonly #number: number;
  readonly #probes: ProbeReport[] = [];
  #offset: number;

  constructor(setup: PointSetup, options: SlaOptions, parts: SearchHooks, number: number) {
    this.#setup = setup;
    this.#options = options;
    this.#parts = parts;
    this.#number = number;
    this.#offset = setup.options.data.offset + number * 1_000_000;
  }

  async run(target: SlaTarget): Promise<SearchReport> {
    const { variable, lowerBound, upperBound } = this.#options;
    const { parallels, rates } = this.#setup.options.load;
    const given = variable === "parallel" ? parallels[0] : rates[0];
    const range = { low: lowerBound, high: upperBound, start: given === undefined || given < 1 ? lowerBound : Math.round(given) };
    const best = target.kind === "limits" ? await highestLoad(range, (value) => this.#isKept(value, target.limits)) : await bestLoad(range, (value) => this.#figure(value, target));
    const shown = target.kind === "limits" ? target.limits.map(formatLimit).join(" and ") : `${target.goal} ${target.metric}`;
    const goal = target.kind === "limits" ? "limits" : target.goal;
    return { variable, target: shown, goal, range: { low: lowerBound, high: upperBound }, isInterrupted: this.#setup.signal.aborted, probes: this.#probes, ...(best === undefined ? {} : { best }) };
  }

  async #isKept(value: number, limits: readonly SlaLimit[]): Promise<boolean | undefined> {
    const point = this.#point(value, probeRequests(value, limits, this.#options));
    const judged: { judge?: ProbeJudge; early?: Verdict | undefined } = {};
    const finished = await this.#probe(point, () => {
      const judge = new ProbeJudge(limits, point.requests ?? 0);
      Object.assign(judged, { judge, early: undefined });
      return (record) => (judged.early ??= judge.add(record)) !== undefined;
    });
    const verdict = judged.early ?? judged.judge?.finish();
    if (finished === undefined || verdict === undefined) return undefined;
    this.#log(value, finished, { ...verdict, figures: limits.map((limit) => figureReport(finished, limit.metric, limit)) });
    return verdict.verdict === "pass";
  }

  /** The figure that is to be as large as can be: negative where the least is the best. Failures make it worthless. */
  async #figure(value: number, { metric, goal }: Extract<SlaTarget, { kind: "optimum" }>): Promise<number | undefined> {
    const finished = await this.#probe(this.#point(value, probeRequests(value, [], this.#options)));
    if (finished === undefined) return undefined;
    const figure = finished.result.counts.failed > 0 ? undefined : figureOf(finished, metric);
    const why = finished.result.counts.failed > 0 ? "requests failed" : figure === undefined ? `${metric} is not known` : `${metric} ${figure.toFixed(2)}`;
    this.#log(value, finished, { verdict: figure === undefined ? "fail" : "pass", isCertain: false, why, figures: [figureReport(finished, metric)] });
    return figure === undefined ? undefined : goal === "max" ? figure : -figure;
  }

  #point(value: number, requests: number): LoadPoint {
    const { variable, fixedParallel, upperBound } = this.#options;
    const { load } = this.#setup.options;
    const isParallel = variable === "parallel";
    const warmUpRequests = load.warmUp >= 1 ? Math.round(load.warmUp) : Math.round(load.warmUp * requests);
    const offset = this.#offset;
    this.#offset += requests + warmUpRequests;
    return {
      index: this.#parts.finished.length,
      label: `sla_tuning/sla_${variable}_${value}_run_${this.#probes.length + 1}${this.#number === 0 ? "" : `_search_${this.#number + 1}`}`,
      arrivals: isParallel ? { kind: "closed" } : { kind: "poisson", perSecond: value },
      concurrency: isParallel ? value : (fixedParallel ?? upperBound),
      requests,
      warmUpRequests,
      coolDownRequests: 0,
      offset,
      ...(isParallel ? {} : { ratePerSecond: value }),
    };
  }

  /** Undefined when the user stopped it. */
  async #probe(point: LoadPoint, judge?: PointSetup["judge"]): Promise<FinishedPoint | undefined> {
    const { hooks, finished } = this.#parts;
    if (this.#setup.signal.aborted) return undefined;
    const setup: PointSetup = judge === undefined ? this.#setup : { ...this.#setup, judge };
    const earlier = setup.resumes ? await finishedEarlier(setup, point) : undefined;
    if (earlier === undefined && this.#probes.length > 0) await pause(setup.options.load.sleepIntervalMs, setup.signal);
    if (setup.signal.aborted) return undefined;
    const done = earlier ?? (await runPoint(setup, point));
    if (setup.signal.aborted) return undefined;
    finished.push(done);
    await writePoint(done, { options: this.#setup.options, environment: this.#parts.environment, redact: this.#setup.redact, setup: this.#setup });
    this.#setup.reporting.tell({ type: "point-end", point: point.index, result: pointResultOf(done.result) });
    setup.log.pointEnd(done);
    hooks.onPointEnd?.(done);
    return done;
  }

  #log(value: number, { point, result, isResumed }: FinishedPoint, { verdict, isCertain, why, figures }: Verdict & Pick<ProbeReport, "figures">): void {
    const requests = result.counts.ok + result.counts.failed;
    this.#probes.push({ value, label: point.label, verdict, isCertain, why, requests, planned: point.requests ?? requests, figures, isResumed });
    const text = `${this.#options.variable} ${value}: ${verdict} after ${requests} requests${isResumed ? " of the earlier run" : ""} (${why}, ${isCertain ? "certain" : "by the figure alone"})`;
    this.#setup.log.write("INFO", text);
    this.#parts.hooks.onProbe?.(text);
  }
}

function figureReport(finished: FinishedPoint, metric: SlaLimit["metric"], limit?: SlaLimit): ProbeFigure {
  const value = figureOf(finished, metric);
  return { metric, ...(value === undefined ? {} : { value }), ...(limit === undefined ? {} : { limit: { operator: limit.operator, value: limit.value } }) };
}

function figureOf({ result }: FinishedPoint, metric: SlaLimit["metric"]): number | undefined {
  if (metric === "rps") return result.requestsPerSecond;
  if (metric === "tps") return result.tokens.output.perSecond;
  const summary = metric.endsWith("latency") ? result.metrics.latency : metric.endsWith("ttft") ? result.metrics.ttft : result.metrics.tpot;
  const percent = /^p(\d+)_/.exec(metric)?.[1];
  return percent === undefined ? summary?.mean : summary?.percentiles.find((entry) => entry.percent === Number(percent))?.value;
}
