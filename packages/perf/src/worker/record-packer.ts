import type { RecordBatch } from "./protocol.js";
import { FAILURE_KINDS, FLAG, RECORD, RECORD_COLUMNS } from "./record-columns.js";
import type { ResponseRecorder } from "./response-recorder.js";

/** Gathers finished timelines as plain numbers and bytes, so that a message costs two transfers whatever it holds. */
export class RecordPacker {
  #numbers = new Float64Array(4096);
  #used = 0;
  #bytes = Buffer.allocUnsafeSlow(32 * 1024);
  #usedBytes = 0;
  #messages: string[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get sizeBytes(): number {
    return this.#used * 8 + this.#usedBytes;
  }

  add(recorder: ResponseRecorder): void {
    const { timeline } = recorder;
    const { count, kept, used } = timeline;
    this.#reserve(RECORD_COLUMNS + count + kept.length, count + used);
    const numbers = this.#numbers;
    this.#fixed(recorder, this.#used);
    let position = this.#used + RECORD_COLUMNS;
    numbers.set(timeline.times.subarray(0, count), position);
    position += count;
    for (const value of kept) numbers[position++] = value;
    this.#used = position;
    this.#bytes.set(timeline.kinds.subarray(0, count), this.#usedBytes);
    timeline.bytes.copy(this.#bytes, this.#usedBytes + count, 0, used);
    this.#usedBytes += count + used;
    this.#count += 1;
  }

  /** Everything so far; starts anew. */
  take(): RecordBatch {
    const batch: RecordBatch = { numbers: this.#numbers, bytes: this.#bytes as Uint8Array<ArrayBuffer>, messages: this.#messages, count: this.#count };
    this.#numbers = new Float64Array(Math.max(4096, Math.min(this.#used, 65_536)));
    this.#bytes = Buffer.allocUnsafeSlow(Math.max(32 * 1024, Math.min(this.#usedBytes, 1024 * 1024)));
    this.#used = 0;
    this.#usedBytes = 0;
    this.#messages = [];
    this.#count = 0;
    return batch;
  }

  #fixed(recorder: ResponseRecorder, row: number): void {
    const numbers = this.#numbers;
    const { timeline, connection, failure } = recorder;
    numbers[row + RECORD.index] = recorder.request.index;
    numbers[row + RECORD.status] = recorder.status;
    numbers[row + RECORD.flags] = flagsOf(recorder);
    numbers[row + RECORD.intendedMs] = recorder.intendedMs;
    numbers[row + RECORD.dequeuedMs] = recorder.dequeuedMs;
    numbers[row + RECORD.heldBackMs] = recorder.heldBackMs;
    numbers[row + RECORD.sentMs] = recorder.sentMs;
    numbers[row + RECORD.headersMs] = recorder.headersMs;
    numbers[row + RECORD.firstByteMs] = recorder.firstByteMs;
    numbers[row + RECORD.endMs] = recorder.endMs;
    numbers[row + RECORD.wireBytes] = recorder.bytes;
    numbers[row + RECORD.waitMs] = connection?.waitMs ?? Number.NaN;
    numbers[row + RECORD.dnsMs] = connection?.dnsMs ?? Number.NaN;
    numbers[row + RECORD.connectMs] = connection?.connectMs ?? Number.NaN;
    numbers[row + RECORD.tlsMs] = connection?.tlsMs ?? Number.NaN;
    numbers[row + RECORD.failure] = failure === undefined ? Number.NaN : FAILURE_KINDS.indexOf(failure.kind);
    numbers[row + RECORD.message] = failure === undefined ? Number.NaN : this.#messages.push(failure.message) - 1;
    numbers[row + RECORD.events] = timeline.count;
    numbers[row + RECORD.kept] = timeline.kept.length / 3;
    numbers[row + RECORD.keptBytes] = timeline.used;
  }

  #reserve(numbers: number, bytes: number): void {
    if (this.#used + numbers > this.#numbers.length) {
      const grown = new Float64Array(Math.max(2 * this.#numbers.length, this.#used + numbers));
      grown.set(this.#numbers.subarray(0, this.#used));
      this.#numbers = grown;
    }
    if (this.#usedBytes + bytes <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(2 * this.#bytes.length, this.#usedBytes + bytes));
    this.#bytes.copy(grown, 0, 0, this.#usedBytes);
    this.#bytes = grown;
  }
}

function flagsOf(recorder: ResponseRecorder): number {
  return (
    (recorder.isStream ? FLAG.stream : 0) |
    (recorder.isDelimited ? FLAG.delimited : 0) |
    (recorder.isCancelled ? FLAG.cancelled : 0) |
    (recorder.connection?.reused === true ? FLAG.reused : 0) |
    (recorder.timeline.isCut ? FLAG.cut : 0)
  );
}
