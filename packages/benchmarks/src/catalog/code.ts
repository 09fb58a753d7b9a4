import type { CatalogEntry } from "./entry.js";

/** Programs, run in a sandbox. */
export const code: readonly CatalogEntry[] = [
  { id: "bigcodebench", aliases: ["big_code_bench"], title: "BigCodeBench", titleZh: "BigCodeBench 函数库编程", dimension: "code", language: "en", sampleCount: 1140, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../bigcodebench.js") },
  { id: "bigcodebench_hard", aliases: ["big_code_bench_hard", "bigcodebench-hard"], title: "BigCodeBench-Hard", titleZh: "BigCodeBench-Hard 函数库编程", dimension: "code", language: "en", sampleCount: 148, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../bigcodebench-hard.js") },
  { id: "humaneval", aliases: ["human_eval", "human-eval", "openai_humaneval"], title: "HumanEval", titleZh: "HumanEval 代码生成", dimension: "code", language: "en", sampleCount: 164, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../humaneval.js") },
  { id: "humaneval_plus", aliases: ["humanevalplus", "humaneval+"], title: "HumanEval+", titleZh: "HumanEval+ 代码生成", dimension: "code", language: "en", sampleCount: 164, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../humaneval-plus.js") },
  { id: "live_code_bench", aliases: ["livecodebench", "live-code-bench"], title: "LiveCodeBench", titleZh: "LiveCodeBench 编程竞赛", dimension: "code", language: "en", sampleCount: 1055, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../live-code-bench.js") },
  { id: "mbpp", aliases: [], title: "MBPP", titleZh: "MBPP 入门编程", dimension: "code", language: "en", sampleCount: 500, shots: 3, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../mbpp.js") },
  { id: "mbpp_plus", aliases: ["mbppplus", "mbpp+"], title: "MBPP+", titleZh: "MBPP+ 入门编程", dimension: "code", language: "en", sampleCount: 378, shots: 0, metric: "pass@1", requires: { sandbox: "python" }, load: () => import("../mbpp-plus.js") },
  { id: "multiple_humaneval", aliases: ["multipl-e-humaneval"], title: "MultiPL-E HumanEval", titleZh: "MultiPL-E 多语言 HumanEval", dimension: "code", language: "en", shots: 0, metric: "pass@1", requires: { sandbox: "shell" }, load: () => import("../multiple-humaneval.js") },
  { id: "multiple_mbpp", aliases: ["multipl-e-mbpp"], title: "MultiPL-E MBPP", titleZh: "MultiPL-E 多语言 MBPP", dimension: "code", language: "en", shots: 0, metric: "pass@1", requires: { sandbox: "shell" }, load: () => import("../multiple-mbpp.js") },
];
