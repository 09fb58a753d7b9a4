export type { PerfOptions } from "./options.js";
export type { ParseEnvironment } from "./parse-environment.js";
export { parsePerfOptions } from "./parse-options.js";
export { type LoadPoint, type PointOptions, pointsOf } from "./points.js";
export { maskedUrl } from "./recorded-options.js";
