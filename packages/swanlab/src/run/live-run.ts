import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Clock } from "../clock.js";
import type { RecordFile } from "../file/record-file.js";
import { recordNumbers, runStates, saveTypes, toTimestamp } from "../file/records.js";
import type { Board } from "../local/board.js";
import { profileFiles } from "../upload/send-batch.js";
import type { EndState, Uploader } from "../upload/uploader.js";
import { PointTally } from "../upload/counts.js";
import { configEntries, toYamlSafeJson } from "./config-text.js";
import type { LogValue } from "./flatten.js";
import type { Recorder } from "./recorder.js";
import type { LogOptions, Run, RunConfig, RunReport, RunState } from "./run.js";
import { syncCommand } from "./sync-command.js";
import type { Warnings } from "./warnings.js";

const MOST_ERROR_CHARACTERS = 8192;
const END_STATES: Readonly<Record<RunState, EndState>> = { finished: "FINISHED", crashed: "CRASHED", aborted: "ABORTED" };

export interface LiveRunOptions {
  readonly id: string;
  readonly mode: Run["mode"];
  readonly folder: string;
  readonly file: RecordFile;
  readonly recorder: Recorder;
  readonly uploader: Uploader | undefined;
  readonly board: Board | undefined;
  readonly warnings: Warnings;
  readonly clock: Clock;
  readonly redact: (text: string) => string;
  readonly webHost: string | undefined;
  readonly apiHost: string | undefined;
  /** Called when the run has ended, before anything is waited for. */
  readonly onEnd: () => void;
}

/** A run that writes files, and sends them in online mode. */
export class LiveRun implements Run {
  readonly id: string;
  readonly mode: Run["mode"];
  readonly directory: string;
  readonly config: RunConfig;
  readonly #options: LiveRunOptions;
  #values: Readonly<Record<string, unknown>> = {};
  #end: Promise<RunReport> | undefined;

  constructor(options: LiveRunOptions) {
    this.#options = options;
    this.id = options.id;
    this.mode = options.mode;
    this.directory = options.folder;
    const read = () => this.#values;
    this.config = {
      get values() {
        return read();
      },
      update: (values) => this.#updateConfig(values),
    };
  }

  get url(): string | undefined {
    const { uploader, webHost } = this.#options;
    return uploader?.connection === undefined ? undefined : `${webHost ?? ""}${uploader.connection.path}`;
  }

  log(values: Readonly<Record<string, LogValue>>, { step }: LogOptions = {}): void {
    if (this.#isOpen("values")) this.#options.recorder.log(values, step);
  }

  print(text: string, level: "info" | "error" = "info"): void {
    if (this.#isOpen("lines")) this.#options.recorder.print(text, level);
  }

  finish(): Promise<RunReport> {
    return this.#endAs("finished", "");
  }

  crash(error: unknown): Promise<RunReport> {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return this.#endAs("crashed", text === "" ? "the run crashed" : text);
  }

  abort(reason = "the run was stopped"): Promise<RunReport> {
    return this.#endAs("aborted", reason);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.finish();
  }

  /** Keeps a file of the profile and tells the server of it. */
  saveProfile(kind: "config" | "metadata" | "requirements", content: string): void {
    const type = saveTypes[kind];
    const { folder, file, clock, redact, warnings } = this.#options;
    const path = join(folder, "files", profileFiles[type] ?? kind);
    try {
      writeFileSync(path, redact(content));
    } catch (error) {
      warnings.add({ kind: "disk", message: `${path} cannot be written: ${String(error)}` });
      return;
    }
    const save = { name: kind, sourcePath: path, targetPath: "", policy: 0, type };
    file.append({ num: recordNumbers[kind], timestamp: toTimestamp(clock.nowMs()), save });
  }

  #updateConfig(values: Readonly<Record<string, unknown>>): void {
    if (!this.#isOpen("configuration")) return;
    this.#values = { ...this.#values, ...values };
    this.saveProfile("config", toYamlSafeJson(configEntries(this.#values)));
  }

  #isOpen(what: string): boolean {
    if (this.#end === undefined) return true;
    this.#options.warnings.add({ kind: "value", message: `Not logged: ${what} came after the end of the run.` });
    return false;
  }

  #endAs(state: RunState, error: string): Promise<RunReport> {
    this.#end ??= this.#close(state, error);
    return this.#end;
  }

  async #close(state: RunState, error: string): Promise<RunReport> {
    const { file, board, clock, redact, uploader, onEnd } = this.#options;
    const finishedAt = toTimestamp(clock.nowMs());
    const finish = { state: runStates[state], error: redact(error).slice(0, MOST_ERROR_CHARACTERS), finishedAt };
    file.append({ num: recordNumbers.finish, timestamp: finishedAt, finish });
    file.settle();
    board?.finish(state);
    onEnd();
    await uploader?.finish(END_STATES[state]);
    file.close();
    return this.#report(state);
  }

  #report(state: RunState): RunReport {
    const { uploader, recorder, warnings, mode, folder, apiHost, id, file } = this.#options;
    const isSent = mode === "local" || uploader?.isComplete === true;
    const lost = file.lost === 0 ? undefined : `${file.lost} records could not be written to the file`;
    return {
      state,
      directory: folder,
      url: this.url,
      recorded: recorder.recorded.counts,
      posted: (uploader?.posted ?? new PointTally()).counts,
      refused: recorder.refused.counts,
      failure: lost ?? uploader?.failure ?? (uploader === undefined || isSent ? undefined : "the server did not take everything in time"),
      syncCommand: isSent ? undefined : syncCommand({ folder, id, apiHost }),
      warnings: warnings.all,
    };
  }
}
