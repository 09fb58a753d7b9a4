import { ConfigError, type Metric } from "@evalkit/core";
import type { BenchmarkSettings } from "@evalkit/datasets";
import { metricNames } from "./files/index.js";

export interface MetricChoice {
  /** The benchmark, for messages. */
  readonly id: string;
  readonly metrics: readonly Metric[];
}

/**
 * The metrics that `metric_list` names, the one that `primary_metric` names first; without them all, in the benchmark's order.
 * Throws `ConfigError` for a metric that the benchmark does not have and for an option that would change how it is scored.
 */
export function chooseMetrics({ id, metrics }: MetricChoice, { metrics: listed, primaryMetric }: BenchmarkSettings): readonly Metric[] {
  const place = `dataset_args.${id}`;
  const all = metrics.map((metric) => metricNames(metric).identity.name);
  const find = (key: string, name: string): readonly Metric[] => {
    const found = metrics.filter((metric) => isNamed(metric, name));
    if (found.length > 0) return found;
    throw new ConfigError(`${place}.${key}: ${id} is not measured by ${name.slice(0, 80)}.`, { hint: `It has ${[...new Set(all)].join(", ")}.` });
  };
  const asked = listed?.flatMap(({ name, options }) => {
    const found = find("metric_list", name);
    for (const [option, value] of Object.entries(options)) requireOwn({ id, place, name }, option, value);
    return found;
  });
  const chosen = asked === undefined ? metrics : metrics.filter((metric) => asked.includes(metric));
  const first = primaryMetric === undefined ? undefined : find("primary_metric", primaryMetric).find((metric) => chosen.includes(metric));
  if (primaryMetric !== undefined && first === undefined) throw new ConfigError(`${place}.primary_metric is not among its metric_list.`);
  return first === undefined ? chosen : [first, ...chosen.filter((metric) => metric !== first)];
}

/** Options of accuracy in EvalScope's `metric_list`, and the benchmarks that are scored in that way here. */
const OWN_OPTIONS: Readonly<Record<string, readonly string[]>> = {
  numeric: ["gsm8k", "competition_math", "math_500", "aime24", "aime25", "amc", "minerva_math", "cmath", "mgsm"],
  allow_inclusion: ["trivia_qa"],
};

/** An option may say what a benchmark does anyhow: rules are not exchanged by an option. */
function requireOwn({ id, place, name }: { readonly id: string; readonly place: string; readonly name: string }, option: string, value: unknown): void {
  const isAccuracy = metricNames({ name, aggregation: "mean" }).identity.name === "accuracy";
  const owners = isAccuracy && Object.hasOwn(OWN_OPTIONS, option) ? OWN_OPTIONS[option] : undefined;
  if (owners === undefined) {
    const hint = isAccuracy ? `accuracy takes ${Object.keys(OWN_OPTIONS).join(" and ")}.` : `${name} takes no options.`;
    throw new ConfigError(`${place}.metric_list: ${name.slice(0, 80)} has no option ${JSON.stringify(option).slice(0, 60)}.`, { hint });
  }
  const isOwn = owners.includes(id);
  if (value === isOwn || (value === false && !isOwn)) return;
  throw new ConfigError(`${place}.metric_list: ${id} is ${isOwn ? "always" : "never"} scored with ${option}, so it cannot be ${JSON.stringify(value).slice(0, 40)}.`, {
    hint: `Leave ${option} out; \`evalkit score --scorer ${option === "numeric" ? "math" : "includes"}\` scores stored answers by another rule.`,
  });
}

/** By our name or any of EvalScope's; a family such as `rouge` names all its members. */
function isNamed(metric: Metric, name: string): boolean {
  const own = metricNames(metric).identity;
  const asked = metricNames({ name, aggregation: metric.aggregation }).identity;
  return own.name === asked.name && Object.entries(asked.dimensions).every(([key, value]) => own.dimensions[key] === value);
}
