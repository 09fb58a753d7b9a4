import { arch, cpus, platform, release, totalmem } from "node:os";
import { type PerfOptions, type RunFacts, maskedUrl } from "@evalkit/perf";
import { version } from "../version.js";
import type { Target } from "./target.js";

/** What a load test is, for the heads of its files. */
export function factsOf(options: PerfOptions, { url, api }: Target, createdAt: Date): RunFacts {
  const isVectors = api.name === "openai_embedding" || api.name === "openai_rerank";
  return {
    name: options.output.name ?? options.modelName,
    model: options.models.map(({ name }) => name).join(", "),
    api: api.name,
    dataset: options.data.prompt === undefined ? options.data.name : "prompt",
    url: String(maskedUrl(url)),
    createdAt: createdAt.toISOString(),
    kind: isVectors ? "embedding" : "generation",
    args: { ...options.recorded, seed: options.request.seed },
    version,
    environment: machine(),
  };
}

/** The machine that sent the load. */
export function machine(): Readonly<Record<string, string | number>> {
  const processors = cpus();
  return {
    system: `${platform()} ${release()} ${arch()}`,
    processor: processors[0]?.model.trim() || "unknown",
    cores: processors.length,
    memoryGiB: Math.round((totalmem() / 2 ** 30) * 10) / 10,
    node: process.version,
  };
}
