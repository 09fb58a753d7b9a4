import { bigCodeBench } from "./shared/big-code-bench.js";

export default bigCodeBench({
  id: "bigcodebench_hard",
  aliases: ["big_code_bench_hard", "bigcodebench-hard"],
  title: "BigCodeBench-Hard",
  description: "The 148 tasks of BigCodeBench that come nearest to what programmers are asked.",
  descriptionZh: "BigCodeBench 中最接近真实编程需求的 148 道题。",
  hubs: { modelscope: "evalscope/bigcodebench-hard", huggingface: "bigcode/bigcodebench-hard" },
  sampleCount: 148,
  files: ["BigCodeBench-Hard-{split}.jsonl", "bigcodebench_hard.jsonl"],
});
