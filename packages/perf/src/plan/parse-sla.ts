import { ConfigError } from "@evalkit/core";
import { readSlaTargets, type SlaOptions } from "../search/sla-params.js";
import type { RawReader } from "./raw-values.js";

/** The search that is asked for; undefined without `--sla-auto-tune`. */
export function parseSla(reader: RawReader, notes: string[]): SlaOptions | undefined {
  if (reader.truth("sla_auto_tune") !== true) {
    if (reader.has("sla_params")) notes.push("--sla-params has no effect without --sla-auto-tune.");
    return undefined;
  }
  if (!reader.has("sla_params")) throw new ConfigError("--sla-auto-tune needs --sla-params.", { hint: `Such as --sla-params '[{"p99_ttft": "<=200ms"}]'.` });
  const { targets, notes: unitNotes } = readSlaTargets(reader.json("sla_params"));
  notes.push(...unitNotes);
  const upperBound = reader.number("sla_upper_bound", { whole: true, least: 1 }) ?? 65_536;
  const lowerBound = reader.number("sla_lower_bound", { whole: true, least: 1 }) ?? 1;
  if (upperBound < lowerBound) throw new ConfigError(`--sla-upper-bound ${upperBound} is below --sla-lower-bound ${lowerBound}.`);
  const fixedParallel = reader.number("sla_fixed_parallel", { whole: true, least: 1 });
  const multiplier = reader.number("sla_number_multiplier", { least: 0.001 });
  return {
    variable: reader.oneOf("sla_variable", ["parallel", "rate"]) ?? "parallel",
    targets,
    runs: reader.number("sla_num_runs", { whole: true, least: 1 }) ?? 3,
    upperBound,
    lowerBound,
    ...(fixedParallel === undefined ? {} : { fixedParallel }),
    ...(multiplier === undefined ? {} : { multiplier }),
  };
}
