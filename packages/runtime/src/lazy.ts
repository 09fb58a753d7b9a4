// Each function loads its module when it is first called, so that importing the runtime costs a command like `list` next to nothing.

/** See `evaluate.ts`. */
export const evaluate: typeof import("./evaluate.js").evaluate = async (...parameters) =>
  (await import("./evaluate.js")).evaluate(...parameters);

/** See `evaluate.ts`. */
export const planEvaluation: typeof import("./evaluate.js").planEvaluation = async (...parameters) =>
  (await import("./evaluate.js")).planEvaluation(...parameters);

/** See `benchmark-info.ts`. */
export const benchmarkInfo: typeof import("./benchmark-info.js").benchmarkInfo = async (...parameters) =>
  (await import("./benchmark-info.js")).benchmarkInfo(...parameters);

/** See `doctor.ts`. */
export const doctor: typeof import("./doctor.js").doctor = async (...parameters) => (await import("./doctor.js")).doctor(...parameters);

/** See `mock.ts`. */
export const startMock: typeof import("./mock.js").startMock = async (...parameters) => (await import("./mock.js")).startMock(...parameters);

/** See `files/open-run.ts`. */
export const openRun: typeof import("./files/index.js").openRun = async (...parameters) =>
  (await import("./files/index.js")).openRun(...parameters);

/** See `stored-runs.ts`. */
export const showRun: typeof import("./stored-runs.js").showRun = async (...parameters) =>
  (await import("./stored-runs.js")).showRun(...parameters);

/** See `stored-runs.ts`. */
export const rescore: typeof import("./stored-runs.js").rescore = async (...parameters) =>
  (await import("./stored-runs.js")).rescore(...parameters);

/** See `score-rows/index.ts`. */
export const scoreRows: typeof import("./score-rows/index.js").scoreRows = async (...parameters) =>
  (await import("./score-rows/index.js")).scoreRows(...parameters);

/** See `audit/audit-run.ts`. */
export const auditRun: typeof import("./audit/audit-run.js").auditRun = async (...parameters) =>
  (await import("./audit/audit-run.js")).auditRun(...parameters);

/** See `perf/run-perf.ts`. */
export const runPerf: typeof import("./perf/run-perf.js").runPerf = async (...parameters) => (await import("./perf/run-perf.js")).runPerf(...parameters);

/** See `perf/list-datasets.ts`. */
export const listPerfDatasets: typeof import("./perf/list-datasets.js").listPerfDatasets = async () => (await import("./perf/list-datasets.js")).listPerfDatasets();

/** See `perf/compare-perf.ts`. */
export const comparePerfRuns: typeof import("./perf/compare-perf.js").comparePerfRuns = async (...parameters) =>
  (await import("./perf/compare-perf.js")).comparePerfRuns(...parameters);

/** See `perf/self-test.ts`. */
export const runPerfSelftest: typeof import("./perf/self-test.js").runPerfSelftest = async (...parameters) =>
  (await import("./perf/self-test.js")).runPerfSelftest(...parameters);

/** See `perf/self-test.ts`. */
export const servePaced: typeof import("./perf/self-test.js").servePaced = async () => (await import("./perf/self-test.js")).servePaced();
