import { existsSync } from "node:fs";
import { join } from "node:path";
import { ConfigError } from "@evalkit/core";
import type { PerfOptions } from "@evalkit/perf";
import { timestamp } from "../config/run-folder.js";
import { RUN_FILE } from "./run-file.js";

/** Absolute folder of a new load test: `<outputs>/<time>/<name or model>`. Throws a ConfigError when a test is there already. */
export function perfFolder({ output, modelName }: PerfOptions, now: Date): string {
  const name = safeSegment(output.name ?? modelName);
  if (output.noTimestamp) {
    const folder = join(output.outputsDir, name);
    if (!existsSync(join(folder, RUN_FILE))) return folder;
    throw new ConfigError(`${folder} holds a load test already.`, { hint: `Finish it by --resume ${folder}, or choose another --name.` });
  }
  const time = timestamp(now);
  let folder = join(output.outputsDir, time, name);
  for (let number = 2; existsSync(folder); number += 1) folder = join(output.outputsDir, `${time}_${number}`, name);
  return folder;
}

function safeSegment(name: string): string {
  const safe = name.replaceAll(/[<>:"|?*\\/\u0000-\u001f]/g, "_").replace(/[. ]+$/, "");
  return safe === "" ? "_" : safe.slice(0, 200);
}
