export { createSandbox, type CreateSandboxOptions } from "./create-sandbox.js";
export { describeBackends, type BackendState } from "./describe-backends.js";
export type { DockerOptions } from "./docker/engine.js";
export { DEFAULT_LIMITS } from "./limits.js";
export { createCodeChecker, type CodeCheckerOptions } from "./verdict/code-checker.js";
