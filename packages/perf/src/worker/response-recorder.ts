import type { ApiReader } from "../spec/api.js";
import type { ConnectionPhases, ResponseHead, ResponseSink, TransportFailure } from "../transport/response-sink.js";
import { EventTemplate } from "../stream/event-template.js";
import { SseScanner } from "../stream/sse-scanner.js";
import { type BodyDecoder, decoderFor } from "../stream/body-decoder.js";
import type { PendingRequest } from "./pending-request.js";
import { COALESCED, KIND_NUMBER, type Timeline } from "./timeline.js";

export interface RecorderOwner {
  readonly reader: ApiReader;
  readonly keepsEvents: boolean;
  /** The reader looks at which members an event has and whether they are empty, not at what is in them. */
  readonly goesByMembers: boolean;
  /** The answer is over, well or badly. */
  onOver(recorder: ResponseRecorder): void;
  /** Its bytes go to the socket. */
  onSent(recorder: ResponseRecorder): void;
  /** Counted for the watch: events in a piece of a stream, and whether the piece began a new read. */
  onRead(events: number, isNewRead: boolean): void;
}

/** Takes one answer down: stamps, kinds of events, bytes to be parsed later. Nothing is parsed here. */
export class ResponseRecorder implements ResponseSink {
  readonly request: PendingRequest;
  readonly intendedMs: number;
  readonly dequeuedMs: number;
  readonly heldBackMs: number;
  readonly timeline: Timeline;
  sentMs = Number.NaN;
  headersMs = Number.NaN;
  firstByteMs = Number.NaN;
  endMs = Number.NaN;
  lastActivityMs: number;
  status = 0;
  isStream = false;
  isDelimited = false;
  bytes = 0;
  connection: ConnectionPhases | undefined;
  failure: TransportFailure | undefined;
  isCancelled = false;
  isOver = false;
  retryAfter: string | undefined;
  readonly #owner: RecorderOwner;
  #scanner: SseScanner | undefined;
  #decoder: BodyDecoder | undefined;
  #atMs = 0;
  #eventsInRead = 0;
  #payloadInRead = false;
  #lastPayload: Buffer | undefined;
  #lastPayloadLength = 0;
  #lastPayloadEvent = -1;
  readonly #template = new EventTemplate();

  constructor(request: PendingRequest, owner: RecorderOwner, times: { readonly intendedMs: number; readonly dequeuedMs: number; readonly heldBackMs: number; readonly timeline: Timeline }) {
    this.request = request;
    this.#owner = owner;
    this.intendedMs = times.intendedMs;
    this.dequeuedMs = times.dequeuedMs;
    this.heldBackMs = times.heldBackMs;
    this.timeline = times.timeline;
    this.lastActivityMs = times.dequeuedMs;
  }

  onSent(atMs: number, connection: ConnectionPhases | undefined): void {
    this.sentMs = atMs;
    this.lastActivityMs = atMs;
    this.connection = connection;
    this.#owner.onSent(this);
  }

  onHead(atMs: number, { status, headers }: ResponseHead): void {
    this.headersMs = atMs;
    this.lastActivityMs = atMs;
    this.status = status;
    const type = headers.get("content-type")?.toLowerCase() ?? "";
    this.isStream = status < 300 && (type.includes("text/event-stream") || (this.request.isStream && !type.includes("json")));
    if (this.isStream) this.#scanner = new SseScanner((bytes, start, end, isError) => this.#onEvent(bytes, start, end, isError));
    const coding = headers.get("content-encoding")?.trim().toLowerCase() ?? "identity";
    if (coding === "identity" || coding === "") return;
    const decoder = decoderFor(coding, {
      onData: (stampMs, bytes) => this.#plain(stampMs, bytes, 0, bytes.length),
      onEnd: () => this.#ended(),
      onError: (message) => this.#failed({ kind: "bad-body", message }),
    });
    if (decoder === undefined) this.#failed({ kind: "bad-body", message: `The answer is encoded as "${coding.slice(0, 40)}", which this client does not read.` });
    else this.#decoder = decoder;
  }

  onBody(atMs: number, bytes: Buffer, start: number, end: number): void {
    if (this.isOver) return;
    if (Number.isNaN(this.firstByteMs)) this.firstByteMs = atMs;
    this.lastActivityMs = atMs;
    this.bytes += end - start;
    if (this.#decoder === undefined) this.#plain(atMs, bytes, start, end);
    else this.#decoder.write(atMs, bytes, start, end);
  }

  onEnd(atMs: number, delimited: boolean): void {
    if (this.isOver) return;
    this.endMs = atMs;
    this.isDelimited = delimited;
    if (this.#decoder === undefined) this.#ended();
    else this.#decoder.end();
  }

  onFailure(atMs: number, failure: TransportFailure): void {
    if (this.isOver) return;
    this.endMs = atMs;
    // What had arrived stays in the record.
    this.#scanner?.finish();
    this.#failed(failure);
  }

  /** Ends it from our side. */
  stop(atMs: number, failure: TransportFailure | undefined): void {
    if (this.isOver) return;
    this.endMs = atMs;
    this.isCancelled = failure === undefined;
    this.failure = failure;
    this.#over();
  }

  #ended(): void {
    if (this.isOver) return;
    this.#atMs = this.endMs;
    this.#scanner?.finish();
    this.#over();
  }

  #failed(failure: TransportFailure): void {
    if (this.isOver) return;
    if (Number.isNaN(this.endMs)) this.endMs = this.lastActivityMs;
    this.failure = failure;
    this.#over();
  }

  #over(): void {
    this.isOver = true;
    this.#decoder?.close();
    if (this.#scanner?.overlong === true) this.timeline.isCut = true;
    if (this.#lastPayload !== undefined && this.#lastPayloadLength > 0) this.timeline.keep(this.#lastPayloadEvent, this.#lastPayload, 0, this.#lastPayloadLength);
    this.#owner.onOver(this);
  }

  #plain(atMs: number, bytes: Buffer, start: number, end: number): void {
    const scanner = this.#scanner;
    if (scanner === undefined) {
      this.timeline.append(bytes, start, end);
      return;
    }
    // Pieces of one read share its stamp: chunks do not begin a new read.
    const isNewRead = atMs !== this.#atMs;
    if (isNewRead) {
      this.#atMs = atMs;
      this.#eventsInRead = 0;
      this.#payloadInRead = false;
    }
    const before = this.#eventsInRead;
    scanner.feed(bytes, start, end);
    this.#owner.onRead(this.#eventsInRead - before, isNewRead);
  }

  #onEvent(bytes: Buffer, start: number, end: number, isError: boolean): void {
    const { timeline } = this;
    const isKnown = !isError && this.#template.matches(bytes, start, end);
    const kind = isKnown ? this.#template.kind : this.#classify(bytes.subarray(start, end), isError);
    const isPayload = kind <= KIND_NUMBER.thought;
    this.#eventsInRead += 1;
    const mark = this.#payloadInRead ? COALESCED : 0;
    if (isPayload || kind === KIND_NUMBER.unsure) this.#payloadInRead = true;
    const event = timeline.add(this.#atMs, kind | mark);
    if (!isPayload || this.#owner.keepsEvents) timeline.keep(event, bytes, start, end);
    else if (!isKnown) this.#keepLast(event, bytes.subarray(start, end));
    if (isPayload && !isKnown && this.#owner.goesByMembers) this.#template.learn(bytes, start, end, kind);
  }

  #classify(data: Buffer, isError: boolean): number {
    return isError ? KIND_NUMBER.error : KIND_NUMBER[this.#owner.reader.classify(data)];
  }

  /** Plain payload events are not kept, but for the last that was not like the others: it may say why the answer ended. */
  #keepLast(event: number, data: Buffer): void {
    let last = this.#lastPayload;
    if (last === undefined || last.length < data.length) {
      last = Buffer.allocUnsafeSlow(Math.max(512, 2 * data.length));
      this.#lastPayload = last;
    }
    last.set(data);
    this.#lastPayloadLength = data.length;
    this.#lastPayloadEvent = event;
  }
}
