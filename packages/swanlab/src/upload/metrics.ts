import { toIsoTime, type LogRecord, type MediaRecord, type ScalarRecord } from "../file/records.js";
import type { ResumedState } from "../api/connect.js";
import { mediaFolders } from "../media/kinds.js";

/** One point as `/house/metrics` takes it. */
export interface Metric {
  readonly key?: string;
  readonly index?: number;
  readonly epoch?: number;
  readonly [name: string]: unknown;
}

/** Records without a time of their own cannot be sent; ours always have one. */
export function scalarMetrics(records: readonly ScalarRecord[]): readonly Metric[] {
  return records.flatMap(({ key, step, timestamp, value }) => {
    const number = value?.number ?? 0;
    return timestamp === undefined
      ? []
      : [{ key, index: step, data: Number.isFinite(number) ? number : "nan", create_time: toIsoTime(timestamp) }];
  });
}

export function lineMetrics(records: readonly LogRecord[], lineOffset: number): readonly Metric[] {
  return records.flatMap(({ line, level, epoch, timestamp }) =>
    timestamp === undefined
      ? []
      : [{ level: level === 1 ? "ERROR" : "INFO", epoch: epoch + lineOffset, message: line, create_time: toIsoTime(timestamp) }],
  );
}

export function mediaMetric({ key, step, type, timestamp, value }: MediaRecord): Metric {
  const items = value?.items ?? [];
  return {
    key,
    index: step,
    data: items.map(({ filename }) => remotePath(type, filename)),
    more: items.flatMap(({ caption }) => (caption === "" ? [] : [{ caption }])),
    create_time: toIsoTime(timestamp ?? { seconds: 0, nanos: 0 }),
  };
}

export function remotePath(type: number, filename: string): string {
  return `media/${mediaFolders[type] ?? "unknown"}/${filename}`;
}

/** How far each key and the console have come. */
export class Progress {
  readonly #steps = new Map<string, number>();
  #line = 0;

  note(metrics: readonly Metric[]): void {
    for (const { key, index, epoch } of metrics) {
      if (epoch !== undefined) this.#line = Math.max(this.#line, epoch);
      else if (key !== undefined && index !== undefined) this.#steps.set(key, Math.max(this.#steps.get(key) ?? -1, index));
    }
  }

  /**
   * Which of the points of a request, whose answer was lost, are still to be sent: those behind what the server has now.
   * A point at or below a step that had been sent before cannot be told apart, and is sent again.
   */
  missing(metrics: readonly Metric[], server: ResumedState): readonly Metric[] {
    return metrics.filter(({ key = "", index = 0, epoch }) => {
      if (epoch !== undefined) return epoch > server.lastLine;
      const isNew = index > (this.#steps.get(key) ?? -1);
      return !isNew || index > (server.lastSteps.get(key) ?? -1);
    });
  }
}
