export type FileFormat = "jsonl" | "json" | "csv" | "tsv" | "parquet" | "arrow";

const FORMATS: Readonly<Record<string, FileFormat>> = {
  jsonl: "jsonl",
  ndjson: "jsonl",
  json: "json",
  csv: "csv",
  tsv: "tsv",
  parquet: "parquet",
  arrow: "arrow",
};

/** Endings of files that can be read, each also with `.gz` behind it, in the order in which they are looked for. */
export const DATA_ENDINGS = Object.keys(FORMATS);

/** What a path's ending says about its content, `.gz` aside; undefined when it is no data file. */
export function formatOf(path: string): FileFormat | undefined {
  const plain = withoutGzip(path).toLowerCase();
  return FORMATS[plain.slice(plain.lastIndexOf(".") + 1)];
}

/** Whether a file can only come from a hub's snapshot, which is shuffled as the hubs' libraries do. */
export function isHubFormat(path: string): boolean {
  const format = formatOf(path);
  return format === "parquet" || format === "arrow";
}

/** The path without a `.gz` at its end. */
export function withoutGzip(path: string): string {
  return isGzip(path) ? path.slice(0, -3) : path;
}

export function isGzip(path: string): boolean {
  return path.toLowerCase().endsWith(".gz");
}
