import type { HealthSample } from "../spec/record.js";

const MOST_UTILISATION = 0.8;
const MOST_LOOP_DELAY_MS = 2;
const MOST_SEND_LATENESS_MS = 1;
const LOOP_DELAY_SHARE_OF_GAP = 0.05;

/** Why a second of a worker is not to be believed; undefined when it is. `medianGapMs`: the usual time between two tokens, where it is known. */
export function taintOf(sample: HealthSample, medianGapMs?: number): string | undefined {
  const mostDelayMs = Math.max(MOST_LOOP_DELAY_MS, (medianGapMs ?? 0) * LOOP_DELAY_SHARE_OF_GAP);
  if (sample.loopUtilisation > MOST_UTILISATION) return `event loop busy for ${Math.round(sample.loopUtilisation * 100)} % of the time`;
  if (sample.loopDelayP99Ms > mostDelayMs) return `event loop delayed by ${sample.loopDelayP99Ms.toFixed(1)} ms (p99)`;
  if ((sample.sendLatenessP99Ms ?? 0) > MOST_SEND_LATENESS_MS) return `sends late by ${(sample.sendLatenessP99Ms ?? 0).toFixed(1)} ms (p99)`;
  return undefined;
}
