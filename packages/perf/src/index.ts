export type { ApiReader, ApiReference, BuildInput, EventKind, LoadApi, ParsedReply, PromptInput } from "./spec/api.js";
export type { Arrivals, LoadObserver, LoadOutcome, LoadPlan, RunLoad } from "./spec/load.js";
export type { FailureKind, HealthSample, RequestOutcome, RequestRecord } from "./spec/record.js";
export type { PreparedRequest, Reply, RequestSource, TokenUsage } from "./spec/request.js";
export { apiNames, apiReference, completeUrl, findApi, isCompletionsUrl, isPlugInPath, openApi, openReader } from "./api/index.js";
