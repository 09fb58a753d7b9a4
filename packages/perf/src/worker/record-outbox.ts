import type { FromWorker } from "./protocol.js";
import { RecordPacker } from "./record-packer.js";
import type { ResponseRecorder } from "./response-recorder.js";

const FLUSH_MS = 50;
const FLUSH_RECORDS = 256;
const FLUSH_BYTES = 256 * 1024;

/** Passes finished records on in batches: soon, but not one by one. */
export class RecordOutbox {
  readonly #packer = new RecordPacker();
  readonly #post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void;
  #timer: NodeJS.Timeout | undefined;

  constructor(post: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => void) {
    this.#post = post;
  }

  /** `isUrgent`: something waits for this record. */
  add(recorder: ResponseRecorder, isUrgent: boolean): void {
    this.#packer.add(recorder);
    if (isUrgent) setImmediate(() => this.flush());
    else if (this.#packer.count >= FLUSH_RECORDS || this.#packer.sizeBytes >= FLUSH_BYTES) this.flush();
    else this.#timer ??= setTimeout(() => this.flush(), FLUSH_MS);
  }

  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#packer.count === 0) return;
    const batch = this.#packer.take();
    this.#post({ type: "records", batch }, [batch.numbers.buffer, batch.bytes.buffer]);
  }
}
