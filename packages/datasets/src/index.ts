export type { HubName, HubOptions } from "./hub/download-data.js";
export { hubFile, type HubFileRequest } from "./hub/hub-file.js";
export { csvDataset, jsonlDataset, type FileDatasetOptions, type RowMapper } from "./plain/file-dataset.js";
export { limitDataset, type LimitDatasetOptions } from "./plain/limit-dataset.js";
export { choiceLabel, choiceOrder } from "./random/choice-order.js";
export { contentSeed } from "./random/content-seed.js";
export { numpyPermutation } from "./random/numpy-permutation.js";
export { PythonRandom, pythonShuffleOrder } from "./random/python-random.js";
export { readRows, type ReadOptions } from "./readers/read-rows.js";
export {
  defineTabularBenchmark,
  type DemonstrationTexts,
  type ExtraParameter,
  type Layout,
  type PromptTemplates,
  type Row,
  type RowContext,
  type SampleDraft,
  type ScorerTools,
  type TabularBenchmark,
} from "./tabular/declaration.js";
export { prepareBenchmark, type PrepareOptions } from "./tabular/prepare.js";
export type { BenchmarkSettings, DataEnvironment } from "./tabular/settings.js";
export { shownTarget } from "./tabular/shown-target.js";
