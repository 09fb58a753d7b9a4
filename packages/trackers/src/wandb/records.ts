import type { TrackerRunInfo } from "@evalkit/core";
import { ProtoWriter } from "../shared/proto-writer.js";

// Numbers of wandb/proto/wandb_internal.proto. The payload of a record stands under the number of its kind.
const KIND = { history: 2, summary: 3, files: 6, metric: 12, run: 17, exit: 18, header: 21 } as const;
/** Version of `wandb` whose files these are like, and the oldest that can read them. */
const PRODUCER = "0.19.0";
const OLDEST_CONSUMER = "0.13.0";

/** Values by key as JSON, in the shape that history and summary share. */
export type Row = Readonly<Record<string, unknown>>;

function record(number: number, kind: keyof typeof KIND, payload: ProtoWriter): Uint8Array {
  return new ProtoWriter().integer(1, number).message(KIND[kind], payload).finish();
}

export function headerRecord(number: number): Uint8Array {
  return record(number, "header", new ProtoWriter().message(1, new ProtoWriter().text(1, PRODUCER).text(2, OLDEST_CONSUMER)));
}

/** What the run is called; the host's name stays out of it. */
export function runRecord(number: number, { info, runId, project, entity }: { readonly info: TrackerRunInfo; readonly runId: string; readonly project: string; readonly entity: string | undefined }): Uint8Array {
  const config = new ProtoWriter();
  for (const [key, value] of Object.entries({ _wandb: {}, ...info.config })) {
    const json = JSON.stringify(value);
    if (json !== undefined) config.message(1, new ProtoWriter().text(1, key).text(16, json));
  }
  const run = new ProtoWriter().text(1, runId);
  if (entity !== undefined) run.text(2, entity);
  run.text(3, project).message(4, config);
  if (info.group !== undefined) run.text(6, info.group);
  run.text(7, info.kind).text(8, info.name);
  if (info.description !== undefined) run.text(9, info.description);
  for (const tag of info.tags) run.text(10, tag.slice(0, 64));
  return record(number, "run", run.timestamp(17, info.startedAtMs));
}

/** Says on which other series' values the chart of a series stands. */
export function metricRecord(number: number, { name, stepMetric }: { readonly name: string; readonly stepMetric?: string }): Uint8Array {
  const metric = new ProtoWriter().text(1, name);
  if (stepMetric !== undefined) metric.text(4, stepMetric);
  return record(number, "metric", metric.message(6, new ProtoWriter().integer(1, 1).integer(3, 1)));
}

export function historyRecord(number: number, row: Row, step: number): Uint8Array {
  const history = items(row);
  return record(number, "history", history.message(2, new ProtoWriter().integer(1, step)));
}

export function summaryRecord(number: number, row: Row): Uint8Array {
  return record(number, "summary", items(row));
}

/** Files below the run's `files` folder, to be sent along. */
export function filesRecord(number: number, paths: readonly string[]): Uint8Array {
  const files = new ProtoWriter();
  for (const path of paths) files.message(1, new ProtoWriter().text(1, path));
  return record(number, "files", files);
}

export function exitRecord(number: number, { exitCode, runtimeSeconds }: { readonly exitCode: number; readonly runtimeSeconds: number }): Uint8Array {
  return record(number, "exit", new ProtoWriter().integer(1, exitCode).integer(2, runtimeSeconds));
}

function items(row: Row): ProtoWriter {
  const list = new ProtoWriter();
  for (const [key, value] of Object.entries(row)) list.message(1, new ProtoWriter().text(2, key).text(16, JSON.stringify(value)));
  return list;
}
