export { HOSTILE_TEXTS, type ContractCase } from "./contract.js";
export { exactScorer, makeAnswer, makeAttempt, makeBenchmark, makeHeader, makeResult, makeRunBenchmark, makeSample } from "./makers.js";
export { MemoryStore, type MemoryRun, type MemoryStoreOptions } from "./memory-store.js";
export { modelContract, type ModelContractOptions } from "./model-contract.js";
export { reporterContract } from "./reporter-contract.js";
export { runStoreContract, type StorePlace } from "./run-store-contract.js";
export { sandboxContract, type ContractProgram, type SandboxContractOptions, type SandboxPrograms } from "./sandbox-contract.js";
export { ScriptedModel, type ScriptedCall, type ScriptedModelOptions, type ScriptedReply } from "./scripted-model.js";
export { scorerContract, type ScorerContractOptions } from "./scorer-contract.js";
