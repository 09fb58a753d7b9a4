import type { HdrFactory } from "./hdr.js";
import type { MetricSummaries, MetricSummary } from "./load-result.js";
import { MAIN_METRICS, METRICS, type MetricName } from "./metric-names.js";
import { Samples } from "./samples.js";
import { summarizeMetric } from "./summarize-metric.js";

/** Values of every metric, each kept in bounded memory. */
export class MetricStore {
  readonly #samples = new Map<MetricName, Samples>();
  readonly #exactValues: number;
  readonly #makeHdr: HdrFactory;

  constructor(exactValues: number, makeHdr: HdrFactory) {
    this.#exactValues = exactValues;
    this.#makeHdr = makeHdr;
  }

  of(name: MetricName): Samples {
    let samples = this.#samples.get(name);
    if (samples === undefined) {
      const bound = MAIN_METRICS.has(name) ? this.#exactValues : Math.ceil(this.#exactValues / 10);
      this.#samples.set(name, (samples = new Samples(bound, this.#makeHdr)));
    }
    return samples;
  }

  /** In the order of `METRICS`; histograms of the main ones. */
  summaries(): MetricSummaries {
    const summaries: { [Name in MetricName]?: MetricSummary } = {};
    for (const name of metricNames()) {
      const samples = this.#samples.get(name);
      const summary = samples === undefined ? undefined : summarizeMetric(name, samples, { withHistogram: MAIN_METRICS.has(name) });
      if (summary !== undefined) summaries[name] = summary;
    }
    return summaries;
  }

  free(): void {
    for (const samples of this.#samples.values()) samples.free();
  }
}

function metricNames(): readonly MetricName[] {
  return Object.keys(METRICS) as MetricName[];
}
