import { type Benchmark, EvalkitError, type RunBenchmark, withRepeats } from "@evalkit/core";
import type { BenchmarkSettings, ScorerTools } from "@evalkit/datasets";
import { filterByName, withFilters } from "@evalkit/scorers";
import { chooseMetrics } from "./choose-metrics.js";
import type { RescoreBenchmark } from "./files/index.js";
import { scoringUnder, storedJudging } from "./judging.js";
import { loadBenchmark } from "./registry.js";

/** The scorers behind the filters of the settings. Throws `ConfigError` for a filter that does not exist. */
export function filtered(scorers: Benchmark["scorers"], settings: BenchmarkSettings): Benchmark["scorers"] {
  const filters = (settings.filters ?? []).map((filter) => filterByName(filter.name, filter.argument));
  return filters.length === 0 ? scorers : scorers.map((scorer) => withFilters(scorer, filters));
}

/** What scores a benchmark's stored answers: today's scorers under the settings that the run had. Absent when the benchmark is not known here. */
export async function scoringOf(
  id: string,
  record: RunBenchmark | undefined,
  { cwd, sandbox }: { readonly cwd: string; readonly sandbox?: Pick<ScorerTools, "codeChecker"> },
): Promise<RescoreBenchmark | undefined> {
  const benchmark = await loadBenchmark(record?.requestedAs ?? id, cwd).catch((error: unknown) => {
    if (EvalkitError.is(error) && error.fault === "user") return undefined;
    throw error;
  });
  if (benchmark === undefined) return undefined;
  const settings = settingsOf(record);
  const { scorers, metrics } = scoringUnder(benchmark, settings, { judging: storedJudging(record?.identity), ...(sandbox === undefined ? {} : { sandbox }) });
  return {
    id: benchmark.id,
    title: benchmark.title,
    version: benchmark.version,
    scorers: filtered(scorers, settings),
    metrics: withRepeats(chooseMetrics({ id: benchmark.id, metrics }, settings), record?.repeats ?? 1, settings.aggregation),
    ...(benchmark.categories === undefined ? {} : { categories: benchmark.categories }),
    ...(record === undefined ? {} : { identity: record.identity }),
  };
}

/** The settings of a run as far as they shape scores; they stand in its header as they were given. */
function settingsOf(record: RunBenchmark | undefined): BenchmarkSettings {
  return scoringSettings((record?.identity ?? {}) as BenchmarkSettings);
}

/** The part of the settings that shapes scores. */
export function scoringSettings({ filters, extra, metrics, aggregation, primaryMetric, reviewTimeoutMs }: BenchmarkSettings): BenchmarkSettings {
  return {
    ...(filters === undefined ? {} : { filters }),
    ...(extra === undefined ? {} : { extra }),
    ...(metrics === undefined ? {} : { metrics }),
    ...(aggregation === undefined ? {} : { aggregation }),
    ...(primaryMetric === undefined ? {} : { primaryMetric }),
    ...(reviewTimeoutMs === undefined ? {} : { reviewTimeoutMs }),
  };
}
