import { bigCodeBench } from "./shared/big-code-bench.js";

export default bigCodeBench({
  id: "bigcodebench",
  aliases: ["big_code_bench"],
  title: "BigCodeBench",
  description: "Tasks that call functions of 139 Python libraries, checked by unit tests.",
  descriptionZh: "调用 139 个 Python 库完成的任务，用单元测试检验。",
  hubs: { modelscope: "evalscope/bigcodebench", huggingface: "bigcode/bigcodebench" },
  sampleCount: 1140,
  files: ["BigCodeBench-{split}.jsonl", "bigcodebench.jsonl"],
});
