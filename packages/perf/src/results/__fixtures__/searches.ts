import type { ProbeReport, SearchReport } from "../../search/search-report.js";
import type { GpuReport, ServerReport } from "../../spec/telemetry.js";

export function probe(value: number, verdict: "pass" | "fail", rest: Partial<ProbeReport> = {}): ProbeReport {
  return {
    value,
    label: `sla_tuning/sla_parallel_${value}_run_1`,
    verdict,
    isCertain: true,
    why: `${verdict === "pass" ? 0 : 20} of 64 answers missed p99_ttft <= 200 ms`,
    requests: 64,
    planned: 600,
    figures: [{ metric: "p99_ttft", value: 10 * value, limit: { operator: "<=", value: 200 } }],
    isResumed: false,
    ...rest,
  };
}

export function search(probes: readonly ProbeReport[], rest: Partial<SearchReport> = {}): SearchReport {
  return { variable: "parallel", target: "p99_ttft <= 200 ms", goal: "limits", range: { low: 1, high: 64 }, isInterrupted: false, probes, ...rest };
}

const atMs = [0, 2000, 4000];

export const server: ServerReport = {
  samples: 3,
  failedSamples: 1,
  counters: { promptTokens: 500, generationTokens: 12_000, prefixQueries: 400, prefixHits: 100 },
  gauges: { running: { before: 0, mean: 6.5, max: 10, after: 1 }, cacheUse: { mean: 0.4, max: 0.95, after: 0.9 } },
  series: { running: { atMs, values: [0, 10, 1] }, cacheUse: { atMs, values: [0.1, 0.95, 0.9] }, generationTokens: { atMs, values: [0, 4000, 12_000] } },
};

export function gpus(devices: number): GpuReport {
  return {
    tool: "nvidia-smi",
    devices: Array.from({ length: devices }, (_, index) => ({
      index,
      samples: 3,
      meanUtilisation: 80 + index,
      maxMemoryMiB: 40_000,
      ...(index === 0 ? { meanPowerWatts: 300 } : {}),
      series: { utilisation: { atMs, values: [70, 80 + index, 90] }, memoryMiB: { atMs, values: [1, 2, 40_000] } },
    })),
  };
}
