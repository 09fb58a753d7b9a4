import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Tracker, TrackerCell, TrackerItem, TrackerRun, TrackerRunInfo, TrackerState } from "@evalkit/core";
import { BatchedFile } from "../shared/batched-file.js";
import { fileName } from "../shared/file-name.js";
import { flatConfig } from "../shared/flat-config.js";
import type { TrackerOptions } from "../shared/options.js";
import { quoted } from "../shared/quoted.js";
import { ProtoWriter } from "../shared/proto-writer.js";
import { parametersEvent, scalarsEvent, textEvent, versionEvent } from "./event.js";
import { escapeMarkdown, indented } from "./markdown.js";
import { tfRecord } from "./tf-record.js";

export interface TensorBoardOptions extends TrackerOptions {
  /** Folder to be given to `tensorboard --logdir`; each run gets a folder of its own in it. Made when missing. */
  readonly logDir: string;
}

/** Writes TensorBoard event files: series, tables and texts as such, the configuration as parameters. Charts and pages have no place there. */
export function tensorboardTracker(options: TensorBoardOptions): Tracker {
  return { name: "tensorboard", open: (info) => new TensorBoardRun(info, options) };
}

/** Tables longer than this are cut: the text plug-in builds its page from all of it. */
const MAX_ROWS = 500;
const STATUS = { finished: 1, crashed: 2, aborted: 2 } as const;

class TensorBoardRun implements TrackerRun {
  readonly #options: TensorBoardOptions;
  #file: BatchedFile | undefined;
  #dropped = false;

  constructor(info: TrackerRunInfo, options: TensorBoardOptions) {
    this.#options = options;
    try {
      this.#file = openFile(info, options.logDir);
      const atMs = info.startedAtMs;
      this.#write(versionEvent(atMs));
      this.#write(parametersEvent("_hparams_/session_start_info", startInfo(info), atMs));
      this.#write(textEvent("config", [[indented(JSON.stringify(info.config, undefined, 2))]], { step: 0, atMs }));
    } catch (error) {
      this.#warn(error);
    }
  }

  log(item: TrackerItem): void {
    for (const event of eventsOf(item)) this.#write(event);
  }

  async finish(state: TrackerState): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    const end = new ProtoWriter().integer(1, 0).message(4, new ProtoWriter().integer(1, STATUS[state]).double(2, Date.now() / 1_000));
    this.#write(parametersEvent("_hparams_/session_end_info", end, Date.now()));
    file.close();
    this.#file = undefined;
    if (file.error === undefined) this.#options.onNote?.(`TensorBoard: show it with: tensorboard --logdir ${quoted(this.#options.logDir)}`);
    else this.#warn(file.error);
  }

  #write(event: Uint8Array): void {
    this.#file?.append(tfRecord(event));
  }

  #warn(error: unknown): void {
    if (this.#dropped) return;
    this.#dropped = true;
    this.#options.onWarning?.(`TensorBoard: ${this.#options.logDir} cannot be written (${error instanceof Error ? error.message : String(error)}); the run is not shown there.`);
  }
}

/** A folder for each run, and a file that no other run has. The host's name stays out of it. */
function openFile({ name, startedAtMs }: TrackerRunInfo, logDir: string): BatchedFile {
  const folder = join(logDir, fileName(name));
  mkdirSync(folder, { recursive: true });
  for (let number = 0; ; number += 1) {
    const path = join(folder, `events.out.tfevents.${Math.floor(startedAtMs / 1_000)}.evalkit.${process.pid}.${number}`);
    try {
      return new BatchedFile(path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EEXIST" || number > 1_000) throw error;
    }
  }
}

/** Without a group: the plug-in would show all runs of a group as one. */
function startInfo({ config, startedAtMs }: TrackerRunInfo): ProtoWriter {
  const info = new ProtoWriter();
  for (const [key, value] of Object.entries(flatConfig(config))) info.message(1, new ProtoWriter().text(1, key).message(2, protobufValue(value)));
  info.double(5, startedAtMs / 1_000);
  return new ProtoWriter().integer(1, 0).message(3, info);
}

function protobufValue(value: string | number | boolean): ProtoWriter {
  if (typeof value === "number") return new ProtoWriter().double(2, value);
  return typeof value === "boolean" ? new ProtoWriter().integer(4, value ? 1 : 0) : new ProtoWriter().text(3, value);
}

function eventsOf(item: TrackerItem): readonly Uint8Array[] {
  switch (item.kind) {
    case "scalars": {
      const { section, values } = item;
      const tagged = section === undefined ? values : Object.fromEntries(Object.entries(values).map(([key, value]) => [`${section}/${key}`, value]));
      return [scalarsEvent(tagged, item)];
    }
    case "table": {
      const rows = item.rows.slice(0, MAX_ROWS).map((row) => row.map(cellText));
      return [textEvent(item.key, [item.columns.map(cellText), ...rows], { step: 0, atMs: item.atMs })];
    }
    case "texts":
      return item.texts.map(({ caption, content }, step) => textEvent(item.key, [[`${escapeMarkdown(caption)}\n\n${indented(content)}`]], { step, atMs: item.atMs }));
    case "chart":
    case "page":
      return [];
  }
}

function cellText(cell: TrackerCell): string {
  if (cell === undefined) return "";
  return typeof cell === "number" ? String(Number(cell.toPrecision(6))) : escapeMarkdown(cell);
}
