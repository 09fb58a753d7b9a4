import type { GaugeReport, ServerCounter, ServerGauge, ServerReport } from "@evalkit/perf";
import { readApiAddress } from "../../config/endpoint.js";
import { SampleSeries } from "./sample-series.js";

type Figure = ServerGauge | ServerCounter;

interface KnownMetric {
  readonly kind: "gauge" | "counter";
  /** Engines of one server are summed, or, for shares, averaged. */
  readonly isShare?: boolean;
  readonly names: readonly string[];
}

/** Metrics of vLLM and SGLang by what they mean, first name that is there. */
const KNOWN: Readonly<Record<Figure, KnownMetric>> = {
  running: { kind: "gauge", names: ["vllm:num_requests_running", "sglang:num_running_reqs"] },
  waiting: { kind: "gauge", names: ["vllm:num_requests_waiting", "sglang:num_queue_reqs"] },
  cacheUse: { kind: "gauge", isShare: true, names: ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage"] },
  cacheHitRate: { kind: "gauge", isShare: true, names: ["sglang:cache_hit_rate"] },
  prefixQueries: { kind: "counter", names: ["vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total", "vllm:prefix_cache_queries"] },
  prefixHits: { kind: "counter", names: ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total", "vllm:prefix_cache_hits"] },
  promptTokens: { kind: "counter", names: ["vllm:prompt_tokens_total", "sglang:prompt_tokens_total"] },
  generationTokens: { kind: "counter", names: ["vllm:generation_tokens_total", "sglang:generation_tokens_total"] },
  preemptions: { kind: "counter", names: ["vllm:num_preemptions_total"] },
  draftTokens: { kind: "counter", names: ["vllm:spec_decode_num_draft_tokens_total"] },
  acceptedTokens: { kind: "counter", names: ["vllm:spec_decode_num_accepted_tokens_total"] },
};
const FIGURES = Object.keys(KNOWN) as readonly Figure[];
const GAUGES = FIGURES.filter((figure): figure is ServerGauge => KNOWN[figure].kind === "gauge");
const COUNTERS = FIGURES.filter((figure): figure is ServerCounter => KNOWN[figure].kind === "counter");

const LONGEST_BODY = 16 * 1024 * 1024;
const TIMEOUT_MS = 3000;

/** All series of one metric. */
interface MetricSum {
  readonly sum: number;
  readonly series: number;
}

/** Sums of all series of each metric in Prometheus' text format; lines that are none are passed over. */
export function parseMetrics(text: string): ReadonlyMap<string, MetricSum> {
  const sums = new Map<string, MetricSum>();
  for (const line of text.slice(0, LONGEST_BODY).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const name = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,200}/.exec(line)?.[0];
    const value = Number(line.slice(line.lastIndexOf("}") + 1).replace(name ?? "", "").trim().split(/\s+/)[0]);
    if (name === undefined || !Number.isFinite(value)) continue;
    const { sum = 0, series = 0 } = sums.get(name) ?? {};
    sums.set(name, { sum: sum + value, series: series + 1 });
  }
  return sums;
}

type Reading = { readonly [Name in Figure]?: number };

function readingOf(text: string): Reading {
  const metrics = parseMetrics(text);
  const reading: { [Name in Figure]?: number } = {};
  for (const figure of FIGURES) {
    const { names, isShare = false } = KNOWN[figure];
    const found = names.map((name) => metrics.get(name)).find((metric) => metric !== undefined);
    if (found !== undefined && Number.isFinite(found.sum)) reading[figure] = isShare ? found.sum / found.series : found.sum;
  }
  return reading;
}

/** Reads a server's metrics every few seconds until it is stopped. Never throws: what cannot be read is counted. */
export class ServerWatch {
  readonly #url: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #first: Promise<Reading | undefined>;
  readonly #sums = new Map<ServerGauge, { sum: number; count: number; max: number }>();
  readonly #series = new Map<Figure, SampleSeries>();
  #running: Promise<Reading | undefined>;
  #isBusy = false;
  #base: Reading = {};
  #samples = 0;
  #failed = 0;

  constructor(url: string, everyMs = 2000) {
    const { url: plain, query, userInfo } = readApiAddress(url);
    const text = new URLSearchParams(query).toString();
    this.#url = text === "" ? plain : `${plain}?${text}`;
    // fetch takes no user info in an address.
    this.#headers = userInfo === undefined ? {} : { authorization: `Basic ${Buffer.from(userInfo).toString("base64")}` };
    this.#first = this.#sample();
    this.#running = this.#first;
    this.#timer = setInterval(() => {
      if (!this.#isBusy) this.#running = this.#sample();
    }, everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<ServerReport> {
    clearInterval(this.#timer);
    await this.#running;
    const last = await this.#sample();
    const first = await this.#first;
    const series = Object.fromEntries([...this.#series].map(([figure, samples]) => [figure, samples.report()]));
    return { samples: this.#samples, failedSamples: this.#failed, counters: this.#counters(first, last), gauges: this.#gauges(first, last), ...(this.#series.size === 0 ? {} : { series }) };
  }

  /** Labelled counters appear with their first event: one that only the last reading has began at 0. */
  #counters(first: Reading | undefined, last: Reading | undefined): ServerReport["counters"] {
    if (first === undefined || last === undefined) return {};
    const grown = COUNTERS.map((counter) => [counter, (last[counter] ?? Number.NaN) - (first[counter] ?? 0)] as const);
    return Object.fromEntries(grown.filter(([, growth]) => growth >= 0));
  }

  #gauges(first: Reading | undefined, last: Reading | undefined): ServerReport["gauges"] {
    const reports = [...this.#sums].map(([gauge, { sum, count, max }]): readonly [ServerGauge, GaugeReport] => {
      const [before, after] = [first?.[gauge], last?.[gauge]];
      return [gauge, { ...(before === undefined ? {} : { before }), mean: sum / count, max, ...(after === undefined ? {} : { after }) }];
    });
    return Object.fromEntries(reports);
  }

  async #sample(): Promise<Reading | undefined> {
    this.#isBusy = true;
    const atMs = performance.now() - this.#startMs;
    try {
      const response = await fetch(this.#url, { headers: this.#headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(String(response.status));
      const reading = readingOf(await response.text());
      if (this.#samples === 0) this.#base = reading;
      this.#samples += 1;
      this.#keep(atMs, reading);
      return reading;
    } catch {
      this.#failed += 1;
      return undefined;
    } finally {
      this.#isBusy = false;
    }
  }

  #keep(atMs: number, reading: Reading): void {
    for (const figure of FIGURES) {
      const value = reading[figure];
      if (value === undefined) continue;
      const series = this.#series.get(figure) ?? new SampleSeries();
      this.#series.set(figure, series);
      series.add(atMs, KNOWN[figure].kind === "gauge" ? value : value - (this.#base[figure] ?? 0));
    }
    for (const gauge of GAUGES) {
      const value = reading[gauge];
      if (value === undefined) continue;
      const { sum = 0, count = 0, max = value } = this.#sums.get(gauge) ?? {};
      this.#sums.set(gauge, { sum: sum + value, count: count + 1, max: Math.max(max, value) });
    }
  }
}
