import { randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Tracker, TrackerItem, TrackerRun, TrackerRunInfo, TrackerState } from "@evalkit/core";
import { BatchedFile } from "../shared/batched-file.js";
import type { TrackerOptions } from "../shared/options.js";
import { quoted } from "../shared/quoted.js";
import { mediaOf } from "./media.js";
import { exitRecord, filesRecord, headerRecord, historyRecord, metricRecord, runRecord, summaryRecord } from "./records.js";
import { RecordLog } from "./record-log.js";

export interface WandbOptions extends TrackerOptions {
  /** Runs are written to a folder `wandb` in it. Made when missing. */
  readonly dir: string;
  /** @default the run's project */
  readonly project?: string;
  /** User or team. @default decided by the key that `wandb sync` uses */
  readonly entity?: string;
}

/** Writes offline runs of Weights & Biases, to be sent by `wandb sync`. Nothing goes over the network. */
export function wandbTracker(options: WandbOptions): Tracker {
  return { name: "wandb", open: (info) => new WandbRun(info, options) };
}

class WandbRun implements TrackerRun {
  readonly #options: WandbOptions;
  readonly #startedAtMs: number;
  readonly #log = new RecordLog();
  readonly #known = new Set<string>();
  readonly #summary: Record<string, unknown> = {};
  #folder = "";
  #file: BatchedFile | undefined;
  #number = 0;
  #step = 0;
  #hasWarned = false;

  constructor(info: TrackerRunInfo, options: WandbOptions) {
    this.#options = options;
    this.#startedAtMs = info.startedAtMs;
    const runId = newRunId();
    this.#folder = join(options.dir, "wandb", `offline-run-${compactTime(info.startedAtMs)}-${runId}`);
    try {
      mkdirSync(join(this.#folder, "files"), { recursive: true });
      this.#file = new BatchedFile(join(this.#folder, `run-${runId}.wandb`));
      this.#file.append(this.#log.header());
      this.#write(headerRecord);
      this.#write((number) => runRecord(number, { info, runId, project: options.project ?? info.project, entity: options.entity }));
    } catch (error) {
      this.#warn(error);
    }
  }

  log(item: TrackerItem): void {
    if (this.#file === undefined) return;
    if (item.kind === "scalars") this.#logScalars(item);
    else this.#logMedia(item);
  }

  async finish(state: TrackerState): Promise<void> {
    const file = this.#file;
    if (file === undefined) return;
    this.#write((number) => summaryRecord(number, this.#summary));
    const runtimeSeconds = Math.max(0, Math.round((Date.now() - this.#startedAtMs) / 1_000));
    this.#write((number) => exitRecord(number, { exitCode: state === "finished" ? 0 : 1, runtimeSeconds }));
    file.close();
    this.#file = undefined;
    if (file.error === undefined) this.#options.onNote?.(`Weights & Biases: written offline; send it with: wandb sync ${quoted(this.#folder)}`);
    else this.#warn(file.error);
  }

  /** W&B counts rows only upwards, so that each section has its own steps beside its series. */
  #logScalars({ step, atMs, section, values }: TrackerItem & { readonly kind: "scalars" }): void {
    const row: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(values)) {
      const name = section === undefined ? key : `${section}/${key}`;
      const axis = `${name.includes("/") ? name.slice(0, name.indexOf("/")) : "run"}/step`;
      this.#declare({ name: axis });
      this.#declare({ name, stepMetric: axis });
      row[axis] = step;
      row[name] = value;
    }
    this.#writeRow(row, atMs);
  }

  #logMedia(item: TrackerItem & { readonly key: string }): void {
    const media = mediaOf(item, this.#step);
    if (media === undefined) return;
    try {
      const path = join(this.#folder, "files", media.path);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, media.bytes);
    } catch (error) {
      this.#warn(error);
      return;
    }
    this.#write((number) => filesRecord(number, [media.path]));
    this.#writeRow({ [item.key]: media.value }, item.atMs);
  }

  #declare(metric: { readonly name: string; readonly stepMetric?: string }): void {
    if (this.#known.has(metric.name)) return;
    this.#known.add(metric.name);
    this.#write((number) => metricRecord(number, metric));
  }

  #writeRow(values: Readonly<Record<string, unknown>>, atMs: number): void {
    const row = { ...values, _step: this.#step, _timestamp: atMs / 1_000, _runtime: Math.max(0, (atMs - this.#startedAtMs) / 1_000) };
    Object.assign(this.#summary, row);
    this.#write((number) => historyRecord(number, row, this.#step));
    this.#step += 1;
  }

  #write(make: (number: number) => Uint8Array): void {
    this.#number += 1;
    this.#file?.append(this.#log.record(make(this.#number)));
  }

  #warn(error: unknown): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    this.#options.onWarning?.(`Weights & Biases: ${this.#folder} cannot be written (${error instanceof Error ? error.message : String(error)}); what is missing there stands in the run's own files.`);
  }
}

/** Eight of `[a-z0-9]`, as W&B's own. */
function newRunId(): string {
  return Array.from({ length: 8 }, () => randomInt(36).toString(36)).join("");
}

/** `20260102_030405` in UTC. */
function compactTime(epochMs: number): string {
  const [date = "", time = ""] = new Date(epochMs).toISOString().slice(0, 19).split("T");
  return `${date.replaceAll("-", "")}_${time.replaceAll(":", "")}`;
}
