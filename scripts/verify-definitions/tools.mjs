// How each load tester is run and what its report says, by the labels of our profile.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const REVISION = "0".repeat(40);
const read = (path) => JSON.parse(readFileSync(path, "utf8").replace(/\b(?:Infinity|NaN)\b/g, "null"));

/** A tokenizer to which every word is a token, as a folder and as a cached model for tools that take only those. */
export function writeTokenizer(folder) {
  const vocab = { "<unk>": 0, word: 1, Say: 2, "something.": 3 };
  const tokenizer = { version: "1.0", truncation: null, padding: null, added_tokens: [], normalizer: null, pre_tokenizer: { type: "WhitespaceSplit" }, post_processor: null, decoder: null, model: { type: "WordLevel", vocab, unk_token: "<unk>" } };
  const model = join(folder, "hub", "models--local--words");
  const snapshot = join(model, "snapshots", REVISION);
  mkdirSync(snapshot, { recursive: true });
  mkdirSync(join(model, "refs"));
  writeFileSync(join(model, "refs", "main"), REVISION);
  writeFileSync(join(snapshot, "tokenizer.json"), JSON.stringify(tokenizer));
  writeFileSync(join(snapshot, "tokenizer_config.json"), JSON.stringify({ tokenizer_class: "PreTrainedTokenizerFast", unk_token: "<unk>" }));
  return snapshot;
}

/** Each: the command's words after its executable, the variables it wants, and the reader of its report: rows of { mean, p50 } in the units of ours. */
export const TOOLS = {
  guidellm: {
    parameters: ({ origin, count, parallel, tokenizer, prompts, folder }) => ["run", "--backend", `kind=openai_http,target=${origin},model=mock,http2=false,validate_backend=false`, "--profile", `kind=concurrent,streams=${parallel}`,
      "--constraint", `kind=max_requests,count=${count}`, "--data", `kind=json_file,path=${prompts}`, "--tokenizer", `kind=huggingface_auto,model=${tokenizer}`, "--output", `kind=json,path=${join(folder, "report.json")}`, "--disable-console"],
    env: { GUIDELLM__MAX_WORKER_PROCESSES: "1" },
    report(folder) {
      const { metrics } = read(join(folder, "report.json")).benchmarks[0];
      const row = (name, factor = 1) => metrics[name].successful.count === 0 ? undefined : { mean: metrics[name].successful.mean * factor, p50: metrics[name].successful.median * factor };
      return { TTFT: row("time_to_first_token_ms"), TTFOT: row("time_to_first_output_token_ms"), TPOT: row("time_per_output_token_ms"), ITL: row("inter_token_latency_ms"), "Request latency": row("request_latency", 1000) };
    },
  },
  aiperf: {
    parameters: ({ origin, count, parallel, prompts, folder }) => ["profile", "-m", "mock", "--endpoint-type", "chat", "--streaming", "-u", origin, "--input-file", prompts, "--custom-dataset-type", "single_turn", "--tokenizer", "local/words",
      "--request-count", String(count), "--concurrency", String(parallel), "--artifact-dir", folder, "--ui", "none"],
    env: {},
    report(folder) {
      const report = read(join(folder, "profile_export_aiperf.json"));
      const row = (name) => report[name] && { mean: report[name].avg, p50: report[name].p50 };
      return { "Time to First Token": row("time_to_first_token"), "Time to First Output Token": row("time_to_first_output_token"), "Inter Token Latency": row("inter_token_latency"), "Inter Chunk Latency": row("inter_chunk_latency"), "Request Latency": row("request_latency") };
    },
  },
  evalscope: {
    parameters: ({ origin, count, parallel, tokenizer, folder }) => ["perf", "--api", "openai", "--model", "mock", "--url", `${origin}/v1/chat/completions`, "--prompt", "Say something.", "--number", String(count), "--parallel", String(parallel),
      "--max-tokens", "30", "--no-test-connection", "--tokenizer-path", tokenizer, "--outputs-dir", folder, "--name", "run", "--no-timestamp"],
    env: {},
    report(folder) {
      const find = (name) => join(folder, readdirSync(folder, { recursive: true }).find((path) => path.endsWith(name)));
      const summary = read(find("benchmark_summary.json"));
      const median = read(find("benchmark_percentile.json")).find((row) => row.Percentiles === "50%");
      const row = (name, meanName = name) => ({ mean: summary[meanName] ?? summary[`Avg ${meanName}`], p50: median[name] });
      return { "TTFT (ms)": row("TTFT (ms)"), "TPOT (ms)": row("TPOT (ms)"), "ITL (ms)": row("ITL (ms)"), "Latency (s)": row("Latency (s)", "Avg Latency (s)") };
    },
  },
  vllm: {
    parameters: ({ origin, count, parallel, tokenizer, folder }) => ["bench", "serve", "--backend", "openai-chat", "--base-url", origin, "--endpoint", "/v1/chat/completions", "--model", "mock", "--tokenizer", tokenizer, "--dataset-name", "random",
      "--random-input-len", "8", "--num-prompts", String(count), "--max-concurrency", String(parallel), "--percentile-metrics", "ttft,tpot,itl,e2el", "--save-result", "--result-filename", join(folder, "report.json")],
    env: {},
    report: (folder) => meansOf(read(join(folder, "report.json")), { TTFT: "ttft", TPOT: "tpot", ITL: "itl", E2EL: "e2el" }),
  },
  sglang: {
    parameters: ({ origin, count, parallel, tokenizer, folder }) => ["-m", "sglang.benchmark.serving", "--backend", "sglang-oai-chat", "--base-url", origin, "--model", "mock", "--tokenizer", tokenizer, "--dataset-name", "custom", "--dataset-path", join(folder, "conversations.jsonl"),
      "--sharegpt-output-len", "30", "--num-prompts", String(count), "--max-concurrency", String(parallel), "--extra-request-body", '{"stream_options":{"include_usage":true}}', "--output-file", join(folder, "report.jsonl")],
    env: {},
    prepare: (folder, count) => writeFileSync(join(folder, "conversations.jsonl"), `${JSON.stringify({ conversations: [{ content: "Say something. word word word" }, { content: "word ".repeat(30) }] })}\n`.repeat(count)),
    report: (folder) => meansOf(read(join(folder, "report.jsonl")), { TTFT: "ttft", TPOT: "tpot", ITL: "itl", "E2E latency": "e2e_latency" }),
  },
};

function meansOf(report, names) {
  return Object.fromEntries(Object.entries(names).map(([label, name]) => [label, report[`mean_${name}_ms`] === 0 ? undefined : { mean: report[`mean_${name}_ms`], p50: report[`median_${name}_ms`] }]));
}
