export { nearest } from "./nearest.js";
export type { ArrivalOption, DataOptions, GenerationOptions, LoadOptions, OutputOptions, PerfOptions } from "./options.js";
export { type ParseEnvironment, parsePerfOptions } from "./parse-options.js";
export { type LoadPoint, type PointOptions, pointsOf } from "./points.js";
export { maskedUrl } from "./recorded-options.js";
