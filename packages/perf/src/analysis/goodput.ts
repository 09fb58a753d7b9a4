import type { RequestRecord } from "../spec/record.js";
import type { Goodput, ServiceLevels } from "./load-result.js";
import { cameAtOnce, hasNoDecodePhase, type RequestFigures } from "./request-figures.js";

/** Counts the requests that keep every given limit. An answer of one token, or one that came all at once, keeps any limit of TPOT: nobody waited between its tokens. */
export class GoodputCount {
  readonly #levels: ServiceLevels;
  #good = 0;
  #bad = 0;
  #unknown = 0;

  constructor(levels: ServiceLevels) {
    this.#levels = levels;
  }

  add(record: RequestRecord, figures: RequestFigures): void {
    if (record.outcome === "cancelled") return;
    const verdict = record.outcome === "ok" ? this.#judge(record, figures) : false;
    if (verdict === undefined) this.#unknown += 1;
    else if (verdict) this.#good += 1;
    else this.#bad += 1;
  }

  /** `durationMs` is that of the window. */
  result(durationMs: number): Goodput | undefined {
    const all = this.#good + this.#bad + this.#unknown;
    if (all === 0 || durationMs <= 0) return undefined;
    return { levels: this.#levels, good: this.#good, bad: this.#bad, unknown: this.#unknown, perSecond: (this.#good / durationMs) * 1000, share: this.#good / all };
  }

  /** False when a limit is broken, else unknown when a limited figure is. */
  #judge(record: RequestRecord, figures: RequestFigures): boolean | undefined {
    const { ttftMs, tpotMs, latencyMs, origin = "sent" } = this.#levels;
    const checks: readonly (readonly [number | undefined, number | undefined])[] = [
      [origin === "sent" ? figures.ttft : figures.ttftFromIntended, ttftMs],
      [hasNoDecodePhase(record) || cameAtOnce(record) ? 0 : figures.tpot, tpotMs],
      [origin === "sent" ? figures.latency : figures.response, latencyMs],
    ];
    const limited = checks.filter(([, limit]) => limit !== undefined);
    if (limited.some(([value, limit]) => value !== undefined && limit !== undefined && value > limit)) return false;
    return limited.some(([value]) => value === undefined) ? undefined : true;
  }
}
