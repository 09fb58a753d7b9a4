import { ConfigError } from "@evalkit/core";
import { apiNames, findApi, isPlugInPath } from "../api/catalog.js";
import type { WeightedModel } from "../data/request-source.js";
import { nearest } from "./nearest.js";
import type { RawReader } from "./raw-values.js";

/** The kind of API that is asked for. Throws a ConfigError for those that are not built, and for unknown ones. */
export function checkApi(name: string): string {
  if (name === "local" || name === "local_vllm") throw new ConfigError(`--api ${name} is not supported yet.`, { hint: "Start the server yourself (vllm serve MODEL) and give its --url." });
  if (name === "custom") throw new ConfigError("--api custom needs a plug-in file.", { hint: "Give its path: --api ./my-api.ts (an ES module whose default export is a LoadApi; examples/load-test has one)." });
  const plain = name.startsWith("custom:") ? name.slice("custom:".length) : name;
  if (isPlugInPath(plain) || findApi(plain) !== undefined) return plain;
  const near = nearest(plain, apiNames);
  throw new ConfigError(`There is no API kind ${plain.slice(0, 60)}.`, { hint: near.length > 0 ? `Did you mean ${near.join(" or ")}?` : `Known: ${apiNames.join(", ")}, or the path of a plug-in file.` });
}

/** The models requests go to: a name, names with commas, or a JSON object of weights. A trace names its own. */
export function checkModels(reader: RawReader, dataset: string): { readonly models: readonly WeightedModel[]; readonly modelName: string } {
  const given = reader.text("model")?.trim();
  if (given === undefined || given === "") {
    if (dataset === "workload_trace") return { models: [{ name: "", weight: 1 }], modelName: "trace" };
    throw new ConfigError("--model is missing.", { hint: "The name of the model at its server, as GET /v1/models lists it." });
  }
  const models = given.startsWith("{") ? weighted(reader) : [...new Set(given.split(",").map((name) => name.trim()))].filter((name) => name !== "").map((name) => ({ name, weight: 1 }));
  if (models.length === 0) throw new ConfigError("--model names no model.");
  return { models, modelName: models.map(({ name }) => name.split("/").findLast((part) => part !== "") ?? name).join("+") };
}

function weighted(reader: RawReader): readonly WeightedModel[] {
  return Object.entries(reader.mapping("model") ?? {}).map(([name, weight]) => {
    if (typeof weight === "number" && weight > 0 && Number.isFinite(weight)) return { name, weight };
    throw new ConfigError(`The weight of ${name.slice(0, 60)} in --model must be a number above 0.`);
  });
}
