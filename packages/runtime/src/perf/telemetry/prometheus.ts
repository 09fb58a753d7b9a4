/** Metrics of vLLM and SGLang by what they mean, first name that is there. */
const KNOWN: Readonly<Record<string, { readonly kind: "gauge" | "counter"; readonly names: readonly string[] }>> = {
  running: { kind: "gauge", names: ["vllm:num_requests_running", "sglang:num_running_reqs"] },
  waiting: { kind: "gauge", names: ["vllm:num_requests_waiting", "sglang:num_queue_reqs"] },
  cacheUse: { kind: "gauge", names: ["vllm:kv_cache_usage_perc", "vllm:gpu_cache_usage_perc", "sglang:token_usage"] },
  cacheHitRate: { kind: "gauge", names: ["sglang:cache_hit_rate"] },
  prefixQueries: { kind: "counter", names: ["vllm:prefix_cache_queries_total", "vllm:gpu_prefix_cache_queries_total", "vllm:prefix_cache_queries"] },
  prefixHits: { kind: "counter", names: ["vllm:prefix_cache_hits_total", "vllm:gpu_prefix_cache_hits_total", "vllm:prefix_cache_hits"] },
  promptTokens: { kind: "counter", names: ["vllm:prompt_tokens_total", "sglang:prompt_tokens_total"] },
  generationTokens: { kind: "counter", names: ["vllm:generation_tokens_total", "sglang:generation_tokens_total"] },
  preemptions: { kind: "counter", names: ["vllm:num_preemptions_total"] },
  draftTokens: { kind: "counter", names: ["vllm:spec_decode_num_draft_tokens_total"] },
  acceptedTokens: { kind: "counter", names: ["vllm:spec_decode_num_accepted_tokens_total"] },
};

/** What the server's own counters said around a point. Counters are differences over the point, gauges the mean and the highest of the samples. */
export interface ServerReport {
  readonly samples: number;
  readonly failedSamples: number;
  readonly counters: Readonly<Record<string, number>>;
  readonly gauges: Readonly<Record<string, { readonly mean: number; readonly max: number }>>;
}

const LONGEST_BODY = 16 * 1024 * 1024;
const TIMEOUT_MS = 3000;

/** Sums of all series of each metric in Prometheus' text format; lines that are none are passed over. */
export function parseMetrics(text: string): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const line of text.slice(0, LONGEST_BODY).split("\n")) {
    if (line === "" || line.startsWith("#")) continue;
    const name = /^[a-zA-Z_:][a-zA-Z0-9_:]{0,200}/.exec(line)?.[0];
    const value = Number(line.slice(line.lastIndexOf("}") + 1).replace(name ?? "", "").trim().split(/\s+/)[0]);
    if (name !== undefined && Number.isFinite(value)) sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
}

/** Reads a server's metrics every few seconds until it is stopped. Never throws: what cannot be read is counted. */
export class ServerWatch {
  readonly #url: string;
  readonly #timer: NodeJS.Timeout;
  readonly #first: Promise<ReadonlyMap<string, number> | undefined>;
  readonly #gauges = new Map<string, number[]>();
  #samples = 0;
  #failed = 0;

  constructor(url: string, everyMs = 2000) {
    this.#url = url;
    this.#first = this.#sample();
    this.#timer = setInterval(() => void this.#sample(), everyMs);
    this.#timer.unref();
  }

  async stop(): Promise<ServerReport> {
    clearInterval(this.#timer);
    const last = await this.#sample();
    const first = await this.#first;
    const counters = Object.entries(KNOWN).flatMap(([key, { kind, names }]) => {
      const name = names.find((candidate) => last?.has(candidate));
      if (kind === "gauge" || name === undefined || first === undefined || last === undefined) return [];
      return [[key, (last.get(name) ?? 0) - (first.get(name) ?? 0)] as const];
    });
    const gauges = [...this.#gauges].map(([key, values]) => [key, { mean: values.reduce((sum, value) => sum + value, 0) / values.length, max: Math.max(...values) }] as const);
    return { samples: this.#samples, failedSamples: this.#failed, counters: Object.fromEntries(counters), gauges: Object.fromEntries(gauges) };
  }

  async #sample(): Promise<ReadonlyMap<string, number> | undefined> {
    try {
      const response = await fetch(this.#url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      const metrics = response.ok ? parseMetrics(await response.text()) : undefined;
      if (metrics === undefined) throw new Error(String(response.status));
      this.#samples += 1;
      for (const [key, { kind, names }] of Object.entries(KNOWN)) {
        const value = kind === "gauge" ? names.map((name) => metrics.get(name)).find((found) => found !== undefined) : undefined;
        if (value !== undefined) this.#gauges.set(key, [...(this.#gauges.get(key) ?? []), value].slice(-3600));
      }
      return metrics;
    } catch {
      this.#failed += 1;
      return undefined;
    }
  }
}
