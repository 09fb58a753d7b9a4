import { availableParallelism, cpus } from "node:os";
import type { Calibration } from "./calibration.js";

/** This machine, as far as a calibration depends on it. */
export function currentHost(): Calibration["host"] {
  return { platform: process.platform, architecture: process.arch, processor: cpus()[0]?.model.trim() ?? "unknown", cores: availableParallelism(), node: process.version };
}
