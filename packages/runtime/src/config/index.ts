export { isModulePath } from "./absolute-paths.js";
export { parseTask } from "./parse-task.js";
export { didYouMean, nearest } from "./nearest.js";
export type { SandboxConfig, SandboxFlags } from "./sandbox-config.js";
export type { RawTask, TaskEnvironment } from "./raw-task.js";
export type { JudgeConfig, JudgeModelConfig, ModelConfig, TaskConfig, Threshold } from "./task-config.js";
