import { connect, segment, type Connection, type RunIdentity } from "../api/connect.js";
import type { HttpClient } from "../api/http.js";
import { RequestFailure, retrying } from "../api/retry.js";
import type { Clock } from "../clock.js";
import { FrameReader } from "../file/frame-reader.js";
import type { RecordFile } from "../file/record-file.js";
import type { SwanlabWarning } from "../options.js";
import { readBatch, type Batch } from "./batch.js";
import { PointTally } from "./counts.js";
import { Progress } from "./metrics.js";
import { partsOf, type Part } from "./send-batch.js";
import type { SendContext } from "./send-context.js";

const HEARTBEAT_MS = 600_000;
/** What 0.9.7 sends whatever the run. */
const HEARTBEAT_BODY = { flagId: "123456" };

export interface UploaderOptions {
  readonly http: HttpClient;
  readonly file: RecordFile;
  readonly identity: RunIdentity;
  readonly runFolder: string;
  readonly batchSize: number;
  /** Number of the last console line in the file. */
  readonly lastLine: () => number;
  readonly uploadIntervalMs: number;
  /** How long `finish` goes on while nothing gets through. */
  readonly finishTimeoutMs: number;
  readonly clock: Clock;
  readonly random: () => number;
  readonly warn: (warning: SwanlabWarning) => void;
}

export type EndState = "FINISHED" | "CRASHED" | "ABORTED";

/**
 * Sends what is in the file, in its order, each part until it is through. The file is the queue: nothing waits in memory but
 * the batch that is being sent, and what could not be sent stays in the file.
 */
export class Uploader {
  readonly posted = new PointTally();
  readonly rejected = new PointTally();
  readonly #options: UploaderOptions;
  readonly #closing = new AbortController();
  readonly #deadline = new AbortController();
  readonly #reader: FrameReader;
  readonly #progress = new Progress();
  #connection: Connection | undefined;
  #isLate = false;
  #restartDeadline: () => void = () => {};
  #wake: () => void = () => {};
  #failure: string | undefined;
  /** The last failure that was not final. */
  #trouble: string | undefined;
  #isComplete = false;
  #loop: Promise<void> | undefined;

  constructor(options: UploaderOptions) {
    this.#options = options;
    this.#reader = new FrameReader(options.file.fd);
  }

  get connection(): Connection | undefined {
    return this.#connection;
  }

  /** Why what is left was not sent. */
  get failure(): string | undefined {
    return this.#failure;
  }

  /** Whether the server has everything, and knows that the run ended. */
  get isComplete(): boolean {
    return this.#isComplete;
  }

  /**
   * Connects, and sends from then on. The promise says when the run is known to the server, or fails with a `RequestFailure`
   * that would not go away; a server that is away is asked until the run ends.
   */
  start(): Promise<Connection> {
    const connected = this.#connect();
    this.#loop = connected.then(
      () => this.#run(),
      (error: unknown) => this.#block(error),
    );
    return connected;
  }

  /** The run begins before it is connected, and counts its console lines from 1: those of a continued run go on from its last. */
  countLinesAnew(): void {
    this.#isLate = true;
  }

  /** Says that the file has grown. */
  notify(): void {
    this.#wake();
  }

  /** Sends what is left and then the state; ends at the latest when nothing got through for the finish time-out. */
  async finish(state: EndState): Promise<void> {
    // All timers of this class let the process end; this wait must not.
    const keepAlive = setInterval(() => {}, 2 ** 30);
    this.#closing.abort();
    this.#armDeadline();
    try {
      await this.#loop;
      if (this.#failure === undefined && !this.#deadline.signal.aborted) await this.#sendState(state);
    } catch (error) {
      this.#failure ??= messageOf(error);
    } finally {
      this.#deadline.abort();
      clearInterval(keepAlive);
      await this.#options.http.close();
    }
  }

  /** Gives up at once. */
  stop(): void {
    this.#closing.abort();
    this.#deadline.abort();
  }

  async #connect(): Promise<Connection> {
    const { http, identity } = this.#options;
    const attempt = { isUncertain: false };
    const connection = await this.#retrying(() => connect(http, identity, { signal: this.#deadline.signal, attempt }));
    this.#connection = connection;
    this.#restartDeadline();
    return connection;
  }

  async #run(): Promise<void> {
    const { file, batchSize, clock, uploadIntervalMs } = this.#options;
    void this.#heartbeats();
    try {
      for (;;) {
        const batch = readBatch(this.#reader, { end: file.size, most: batchSize, lastLine: this.#options.lastLine() });
        if (batch !== undefined) {
          for (const part of partsOf(this.#withoutKnown(batch), this.#context())) await this.#sendPart(part);
        } else if (this.#closing.signal.aborted || this.#reader.damage !== undefined) {
          break;
        } else {
          await this.#moreToSend();
          await clock.wait(uploadIntervalMs, this.#closing.signal);
        }
      }
      if (this.#reader.damage !== undefined) throw new Error(this.#reader.damage);
    } catch (error) {
      this.#block(error);
    }
  }

  /** Points of a continued run at steps that it had before; they come only when the server was away at the start. */
  #withoutKnown(batch: Batch): Batch {
    const lastSteps = this.#connection?.resumed?.lastSteps;
    if (lastSteps === undefined) return batch;
    const isNew = ({ key, step }: { readonly key: string; readonly step: number }) => step > (lastSteps.get(key) ?? -1);
    const scalars = batch.scalars.filter(isNew);
    const media = batch.media.filter(isNew);
    const known = batch.scalars.length - scalars.length + batch.media.length - media.length;
    if (known === 0) return batch;
    this.rejected.add("scalars", batch.scalars.length - scalars.length);
    this.rejected.add("media", batch.media.length - media.length);
    this.#options.warn({ kind: "server", message: "Points at steps that the continued run already has are not sent; they stay in the file." });
    return { ...batch, scalars, media };
  }

  #context(): SendContext {
    const { http, runFolder } = this.#options;
    if (this.#connection === undefined) throw new Error("nothing can be sent before the run is known to the server");
    const lineOffset = this.#isLate ? (this.#connection.resumed?.lastLine ?? 0) : 0;
    return { http, runFolder, connection: this.#connection, progress: this.#progress, lineOffset };
  }

  async #sendPart(part: Part): Promise<void> {
    try {
      await this.#retrying(() => part.send(this.#deadline.signal));
    } catch (error) {
      await this.#refused(part, error);
      return;
    }
    this.#restartDeadline();
    if (part.kind !== "columns" && part.kind !== "profile") this.posted.add(part.kind, part.points);
  }

  /** The key is no longer good or time is up: stop. Too large, or one file of many refused: halve. Anything else stays in the file only. */
  async #refused(part: Part, error: unknown): Promise<void> {
    if (!(error instanceof RequestFailure) || error.isRetryable || error.status === 401) throw error;
    const halves = error.status === 413 || part.kind === "media" ? part.halves() : undefined;
    if (halves !== undefined) {
      for (const half of halves) await this.#sendPart(half);
      return;
    }
    if (part.kind !== "columns" && part.kind !== "profile") this.rejected.add(part.kind, part.points);
    this.#options.warn({ kind: "server", message: `SwanLab refused ${part.kind}; they stay in the file. ${error.message}` });
  }

  async #sendState(state: EndState): Promise<void> {
    const { http, clock } = this.#options;
    const { connection } = this.#context();
    const path = `/project/${segment(connection.username)}/${segment(connection.project)}/runs/${segment(connection.experimentId)}/state`;
    await this.#retrying(() => {
      // The server looks for points between the two times by when they came in, so this one is the time of sending.
      const body = { state, finishedAt: new Date(clock.nowMs()).toISOString(), from: "sdk" };
      return http.request({ method: "PUT", path, body, signal: this.#deadline.signal });
    });
    this.#isComplete = this.rejected.total === 0;
  }

  #retrying<Result>(attempt: () => Promise<Result>): Promise<Result> {
    const { clock, random, warn } = this.#options;
    return retrying(attempt, {
      clock,
      random,
      signal: this.#deadline.signal,
      hurry: this.#closing.signal,
      onFailure: ({ message }) => {
        this.#trouble = message;
        warn({ kind: "server", message: `SwanLab does not answer as it should; the run goes on. ${message}` });
      },
    });
  }

  async #heartbeats(): Promise<void> {
    const { http, clock } = this.#options;
    const { signal } = this.#closing;
    const path = `/house/experiments/${segment(this.#context().connection.experimentId)}/heartbeat`;
    while (!signal.aborted) {
      // A heartbeat that fails is made up for by the next one.
      await http.request({ method: "POST", path, body: HEARTBEAT_BODY, signal: this.#deadline.signal }).catch(() => undefined);
      await clock.alarm(HEARTBEAT_MS, signal);
    }
  }

  #moreToSend(): Promise<void> {
    const { file } = this.#options;
    return new Promise((resolve) => {
      const done = () => {
        this.#closing.signal.removeEventListener("abort", done);
        this.#wake = () => {};
        resolve();
      };
      this.#wake = done;
      this.#closing.signal.addEventListener("abort", done);
      if (this.#closing.signal.aborted || file.size > this.#reader.position) done();
    });
  }

  #armDeadline(): void {
    const { clock, finishTimeoutMs } = this.#options;
    let timer = new AbortController();
    const arm = () => {
      timer.abort();
      const own = new AbortController();
      timer = own;
      void clock.alarm(finishTimeoutMs, own.signal).then(() => {
        if (!own.signal.aborted) this.#deadline.abort();
      });
    };
    this.#restartDeadline = arm;
    this.#deadline.signal.addEventListener("abort", () => timer.abort());
    arm();
  }

  #block(error: unknown): void {
    const isLate = this.#deadline.signal.aborted && this.#trouble !== undefined;
    this.#failure ??= isLate ? `Nothing got through for ${this.#options.finishTimeoutMs / 1000} s. ${this.#trouble}` : messageOf(error);
    this.#options.warn({ kind: "server", message: `Nothing more is sent to SwanLab; the file has it all. ${this.#failure}` });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
