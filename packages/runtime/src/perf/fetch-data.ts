import { DatasetError } from "@evalkit/core";
import { type PerfOptions, findPerfDataset } from "@evalkit/perf";
import type { PromptEnvironment } from "./prompt-environment.js";

/** Path of a data set's file from a hub (or our cache of it). Throws a DatasetError that says how to give the file instead. */
export async function fetchPerfData(data: PerfOptions["data"], { cacheDir, signal, onDownload }: PromptEnvironment): Promise<string> {
  const dataset = findPerfDataset(data.name);
  const needs = dataset.needs === undefined ? "" : `: ${dataset.needs}`;
  const hint = `Give its ${dataset.reads === "folder" ? "folder" : "file"} as --dataset-path${needs}.`;
  const hub = data.source ?? "modelscope";
  const place = hub === "local" ? undefined : (dataset.hub?.[hub] ?? undefined);
  if (hub === "local" || dataset.hub === undefined) throw new DatasetError(`The data set ${data.name} needs --dataset-path.`, { hint });
  if (place === undefined) throw new DatasetError(`The data set ${data.name} is not known on ${hub}.`, { hint: `--data-source ${Object.keys(dataset.hub).join(" or ")} has it. ${hint}` });
  const { hubFile } = await import("@evalkit/datasets");
  try {
    return await hubFile({
      hub,
      id: place.id,
      file: place.file,
      cacheDir,
      offline: data.offline,
      signal,
      ...(onDownload === undefined ? {} : { onDownload: ({ file, receivedBytes }) => onDownload(file, receivedBytes) }),
    });
  } catch (cause) {
    signal.throwIfAborted();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(`The data set ${data.name} (${place.id} on ${hub}) cannot be had: ${reason}`, { cause, hint });
  }
}
