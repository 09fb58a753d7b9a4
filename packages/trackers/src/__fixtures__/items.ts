import type { TrackerItem, TrackerRunInfo } from "@evalkit/core";

/** A run's description with everything in it. */
export const info: TrackerRunInfo = {
  kind: "eval",
  project: "evalscope",
  name: "qwen/2.5 7b",
  group: "group-1",
  tags: ["gsm8k"],
  config: { framework: "evalkit", limit: 5, nested: { on: true, list: [1, 2], none: null } },
  startedAtMs: 1_700_000_000_500,
};

/** One of each kind. */
export const items: readonly TrackerItem[] = [
  { kind: "scalars", step: 300, atMs: 1_700_000_001_000, values: { "a/b": 0.5, c: -2 } },
  { kind: "scalars", step: 1, atMs: 1_700_000_001_000, section: "perf", values: { "Output Throughput (tok/s)": 12.25 } },
  { kind: "table", key: "report", atMs: 1_700_000_002_000, columns: ["Dataset", "Score"], rows: [["gsm_8k | é", 0.123456789], ["<b>x</b>", undefined]] },
  { kind: "texts", key: "samples/gsm8k", atMs: 1_700_000_003_000, texts: [{ caption: "one", content: "# not a title\n<script>alert(1)</script>" }, { caption: "two", content: "x" }] },
  { kind: "chart", key: "overview/scores", atMs: 1_700_000_004_000, title: "Scores", option: { series: [{ type: "bar", data: [1] }] } },
  { kind: "page", key: "report/page", atMs: 1_700_000_005_000, html: "<!doctype html><p>page</p>" },
];
