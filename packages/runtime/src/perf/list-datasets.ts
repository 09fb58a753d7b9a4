import { perfDatasets } from "@evalkit/perf";

/** A kind of workload of load tests. */
export interface PerfDatasetEntry {
  readonly name: string;
  readonly title: string;
  /** What the file or folder must hold; empty where prompts are made. */
  readonly needs: string;
  readonly hubs: readonly string[];
}

/** All kinds of workload of load tests. */
export function listPerfDatasets(): Promise<readonly PerfDatasetEntry[]> {
  return Promise.resolve(perfDatasets.map(({ name, title, reads, needs = "", hub = {} }) => ({ name, title, needs: reads === "none" ? "" : needs, hubs: Object.keys(hub) })));
}
