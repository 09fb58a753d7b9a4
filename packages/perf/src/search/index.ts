export { bestLoad, highestLoad, probeRequests, type LoadRange } from "./find-load.js";
export { ProbeJudge, type Verdict } from "./probe-judge.js";
export type { ProbeFigure, ProbeReport, SearchReport } from "./search-report.js";
export { formatLimit, type SlaLimit, type SlaMetric, type SlaOptions, type SlaTarget } from "./sla-params.js";
