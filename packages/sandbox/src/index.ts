export { createSandbox, type CreateSandboxOptions } from "./create-sandbox.js";
export { DEFAULT_LIMITS } from "./limits.js";
export { createCodeChecker, type CodeCheckerOptions } from "./verdict/code-checker.js";
