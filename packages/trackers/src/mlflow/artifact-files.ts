import type { TrackerItem } from "@evalkit/core";
import { fileName } from "../shared/file-name.js";

/** A file of a run. */
export interface ArtifactFile {
  /** Folders and name, joined by `/`. */
  readonly path: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Shown by MLflow as a table. */
  readonly isTable?: boolean;
}

/** What is kept as a file: tables in MLflow's own JSON, charts as ECharts options, texts and pages as they are. Undefined for series. */
export function artifactFile(item: TrackerItem): ArtifactFile | undefined {
  switch (item.kind) {
    case "scalars":
      return undefined;
    case "table":
      return { ...json(item.key, { columns: item.columns, data: item.rows.map((row) => row.map((cell) => cell ?? null)) }), isTable: true };
    case "chart":
      return json(item.key, item.option);
    case "texts":
      return file(`${pathOf(item.key)}.txt`, "text/plain; charset=utf-8", item.texts.map(({ caption, content }) => `${caption}\n\n${content}`).join(`\n\n${"-".repeat(40)}\n\n`));
    case "page":
      return file(`${pathOf(item.key)}.html`, "text/html; charset=utf-8", item.html);
  }
}

function json(key: string, value: unknown): ArtifactFile {
  return file(`${pathOf(key)}.json`, "application/json", JSON.stringify(value));
}

function file(path: string, type: string, content: string): ArtifactFile {
  return { path, type, bytes: new TextEncoder().encode(content) };
}

function pathOf(key: string): string {
  return key.split("/").map(fileName).join("/");
}
