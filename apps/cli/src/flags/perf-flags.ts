import type { Flag } from "./flag.js";

const TARGET = "Server";
const LOAD = "Load";
const SEARCH = "Search for the highest load";
const DATA = "Prompts";
const BODY = "Request body";
const OUTPUT = "Output";
const CLIENT = "Client";
const OLD = "Known from EvalScope, without effect here";

function text(group: string, name: string, value: string, description: string): Flag {
  return { name, kind: "text", value, description, group };
}

function list(group: string, name: string, value: string, description: string): Flag {
  return { name, kind: "list", value, description, group };
}

function toggle(group: string, name: string, description: string): Flag {
  return { name, kind: "switch", description, group };
}

const target: readonly Flag[] = [
  text(TARGET, "model", "NAME", "Name of the model at its server; several with commas or as JSON weights: {\"a\": 3, \"b\": 1}."),
  text(TARGET, "url", "URL", "Address, default http://127.0.0.1:8877/v1/chat/completions; a missing ending is added. `mock`: a built-in server."),
  text(TARGET, "api", "KIND", "openai (default), openai_responses, openai_embedding, openai_rerank, openai_completions, anthropic, dashscope, or the path of a plug-in file."),
  text(TARGET, "api-key", "KEY", "Sent as a bearer token. Else EVALKIT_API_KEY or OPENAI_API_KEY. Never written anywhere."),
  list(TARGET, "headers", "NAME=VALUE...", "Further headers."),
  text(TARGET, "connect-timeout", "SECONDS", "Of opening a connection."),
  text(TARGET, "read-timeout", "SECONDS", "Between two pieces of an answer."),
  text(TARGET, "total-timeout", "SECONDS", "Of a whole request, default 21600."),
  toggle(TARGET, "no-test-connection", "Do not send one request before the load."),
  toggle(TARGET, "insecure", "Accept certificates that cannot be verified."),
  text(TARGET, "proxy", "URL", "HTTP proxy."),
];

const load: readonly Flag[] = [
  { ...list(LOAD, "number", "N...", "Requests (conversations) of each point, default 1000."), short: "n" },
  list(LOAD, "parallel", "N...", "Requests in flight, default 1; a list makes a sweep."),
  list(LOAD, "rate", "R...", "Requests a second; with --open-loop without a bound on requests in flight, else capped at --parallel."),
  toggle(LOAD, "open-loop", "Send at --rate whatever is in flight."),
  text(LOAD, "sweep", "SPEC", "parallel=1..64 (doubling), parallel=10..50+10, rate=1..16x1.5: a sweep with a Pareto table."),
  text(LOAD, "arrivals", "KIND", "Of --rate: poisson (default), constant or gamma."),
  text(LOAD, "burstiness", "SHAPE", "Shape of gamma gaps: 1 is Poisson, below 1 burstier."),
  text(LOAD, "ramp", "T:R,...", "Rate by straight lines between times: 0:1,30:10."),
  text(LOAD, "warmup-num", "N|SHARE", "Requests before the measured ones: a count from 1 up, a share below 1."),
  text(LOAD, "cooldown-num", "N|SHARE", "Requests after the measured ones."),
  text(LOAD, "duration", "SECONDS", "Send nothing new after this time; what is in flight ends."),
  text(LOAD, "sleep-interval", "SECONDS", "Between points, default 5."),
  text(LOAD, "stop-error-rate", "SHARE", "Stop when more than this share of the last 100 requests failed."),
  toggle(LOAD, "stop-over-saturation", "Stop when the queue and TTFT keep growing."),
  text(LOAD, "cancel-rate", "SHARE", "Share of the requests that the client gives up, with --cancel-after."),
  text(LOAD, "cancel-after", "TIME", "When it gives up: 500ms, 2s."),
];

const search: readonly Flag[] = [
  toggle(SEARCH, "sla-auto-tune", "Search for the highest load that keeps --sla-params."),
  text(SEARCH, "sla-params", "JSON", '[{"p99_ttft": "<=200ms", "avg_tpot": "<=50ms"}]; objects are searches of their own; bare times are seconds; max and min search the best.'),
  text(SEARCH, "sla-variable", "NAME", "parallel (default) or rate."),
  text(SEARCH, "sla-num-runs", "N", "How many times --sla-number-multiplier a probe may take, default 3; it stops when it is certain."),
  text(SEARCH, "sla-upper-bound", "N", "Default 65536."),
  text(SEARCH, "sla-lower-bound", "N", "Default 1."),
  text(SEARCH, "sla-fixed-parallel", "N", "Requests in flight while a rate is searched for, default the upper bound."),
  text(SEARCH, "sla-number-multiplier", "F", "Requests of a probe: value × F; default 2, and at least what the limits need."),
];

const data: readonly Flag[] = [
  text(DATA, "dataset", "NAME", "openqa (default), longalpaca, line_by_line, custom, random, share_gpt_zh, random_vl, workload_trace, …: `evalkit perf --list-datasets`."),
  text(DATA, "dataset-path", "FILE", "Its file or folder; `-` is standard input."),
  text(DATA, "data-source", "HUB", "modelscope (default), huggingface or local."),
  text(DATA, "dataset-offset", "N", "First prompt, default 0; moved on between points, so that caches do not know the prompts."),
  text(DATA, "dataset-args", "JSON", "Of the data set: target_input_len, input_len_mode, prefix_file, prefix_role, speed, batch_size, …"),
  text(DATA, "prompt", "TEXT", "One prompt for all requests; @FILE or - for standard input."),
  text(DATA, "query-template", "JSON", "A body (or @FILE) in which only the messages are exchanged; %p and %m stand for prompt and model."),
  text(DATA, "tokenizer-path", "PATH", "tokenizer.json, .tiktoken, .gguf, or a model's folder: lengths in tokens."),
  text(DATA, "min-prompt-length", "N", "Shorter prompts are left out, default 0; tokens with a tokenizer, else characters."),
  text(DATA, "max-prompt-length", "N", "Longer prompts are left out, default 131072."),
  text(DATA, "prefix-length", "N", "Shared prefix of random prompts, default 0."),
  toggle(DATA, "apply-chat-template", "Send messages, not plain text. Default: by the address."),
  { ...toggle(DATA, "no-apply-chat-template", "Send plain text."), key: "apply_chat_template", sets: false },
  toggle(DATA, "tokenize-prompt", "Send token ids to /v1/completions."),
  toggle(DATA, "multi-turn", "Conversations instead of single prompts."),
  text(DATA, "min-turns", "N", "Turns of a conversation at least, default 1."),
  text(DATA, "max-turns", "N", "Turns of a conversation at most."),
  text(DATA, "multi-turn-args", "JSON", "Deprecated: use --dataset-args."),
  text(DATA, "image-width", "N", "Of random_vl, default 224."),
  text(DATA, "image-height", "N", "Default 224."),
  text(DATA, "image-format", "MODE", "RGB (default), RGBA or L."),
  text(DATA, "image-num", "N", "Images a request, default 1."),
  toggle(DATA, "offline", "Download nothing."),
  toggle(DATA, "list-datasets", "List the data sets and what they need, and end."),
];

const body: readonly Flag[] = [
  list(BODY, "max-tokens", "N [M]", "Output tokens at most, default 2048; two numbers: drawn between them for each request; 0 sends none."),
  text(BODY, "min-tokens", "N", "Output tokens at least."),
  toggle(BODY, "ignore-eos", "Go on to --max-tokens (vLLM, SGLang)."),
  text(BODY, "temperature", "T", "Default 0."),
  text(BODY, "top-p", "P", "Nucleus sampling."),
  text(BODY, "top-k", "K", "Top-k sampling."),
  text(BODY, "frequency-penalty", "F", "Frequency penalty."),
  text(BODY, "repetition-penalty", "F", "Repetition penalty."),
  toggle(BODY, "logprobs", "Ask for log-probabilities."),
  text(BODY, "n-choices", "N", "Answers a request."),
  text(BODY, "seed", "N", "Of sampling, prompts and schedule; without it one is drawn and written down."),
  list(BODY, "stop", "TEXT...", "Stop sequences."),
  list(BODY, "stop-token-ids", "ID...", "Stop tokens."),
  toggle(BODY, "stream", "Streamed answers (default)."),
  { ...toggle(BODY, "no-stream", "Whole answers."), key: "stream", sets: false },
  text(BODY, "extra-args", "JSON", "Further members of the body; they win."),
];

const output: readonly Flag[] = [
  text(OUTPUT, "name", "NAME", "Name of the run and of its folder; default the model's."),
  text(OUTPUT, "outputs-dir", "DIR", "Default ./outputs."),
  toggle(OUTPUT, "no-timestamp", "No folder named by the time."),
  text(OUTPUT, "resume", "FOLDER", "Finish an interrupted run; keys have to be given again."),
  text(OUTPUT, "goodput", "LIMITS", "ttft:200ms,tpot:50ms: requests a second that keep all of them."),
  text(OUTPUT, "definitions", "TOOL", "Show the figures by another tool's definitions too: evalscope, vllm, aiperf, guidellm, sglang, mlperf."),
  toggle(OUTPUT, "exclude-tainted", "Show figures without seconds in which the client was too busy."),
  toggle(OUTPUT, "strict", "Exit 3 unless the client's figures are valid."),
  text(OUTPUT, "visualizer", "NAME", "Show the test while it goes on in swanlab, mlflow (MLFLOW_TRACKING_URI), tensorboard or wandb (files for `wandb sync`), parted by commas."),
  text(OUTPUT, "swanlab-api-key", "KEY", "Asks for swanlab. Else SWANLAB_API_KEY or what `swanlab login` stored; `local` writes for `swanlab watch`. Project: SWANLAB_PROJ_NAME, SWANLAB_WORKSPACE."),
  text(OUTPUT, "swanlab-host", "URL", "Else SWANLAB_HOST."),
  text(OUTPUT, "wandb-api-key", "KEY", "Asks for wandb, whose files need no key."),
  text(OUTPUT, "prometheus", "URL", "Metrics of the server (vLLM, SGLang), read before, during and after each point."),
  toggle(OUTPUT, "no-gpu-telemetry", "Do not ask nvidia-smi or npu-smi."),
  toggle(OUTPUT, "json", "Print one JSON document on standard output and nothing else."),
  text(OUTPUT, "format", "KIND", "table (default), json or markdown."),
  toggle(OUTPUT, "quiet", "No progress and no notes."),
  toggle(OUTPUT, "enable-progress-tracker", "Write progress.json."),
  text(OUTPUT, "log-every-n-query", "N", "A line on the progress in benchmark.log after every N requests of a load; 100 by default, 0 for none."),
  toggle(OUTPUT, "debug", "A line in benchmark.log for every request, and the place in the code for an error."),
];

const client: readonly Flag[] = [
  text(CLIENT, "workers", "N", "Threads that send; default by load and cores."),
  text(CLIENT, "transport", "KIND", "auto (default), net or undici."),
  text(CLIENT, "catch-up", "POLICY", "Of sends that are late: burst (default), skip or reanchor."),
  toggle(CLIENT, "http2", "Offer HTTP/2."),
  toggle(CLIENT, "selftest", "Measure this machine's limits as a load generator, keep them, and end."),
  toggle(CLIENT, "no-keep-alive", "A fresh connection for each request."),
];

const old: readonly Flag[] = [
  text(OLD, "attn-implementation", "NAME", "Of --api local."),
  text(OLD, "port", "N", "Of --api local."),
  text(OLD, "image-patch-size", "N", "The server's own count of tokens is used."),
  text(OLD, "db-commit-interval", "N", "Rows are written as they come."),
  text(OLD, "queue-size-multiplier", "N", "There is no queue."),
  text(OLD, "in-flight-task-multiplier", "N", "Slots are filled one by one."),
  text(OLD, "num-workers", "N", "Prompts are made while the load runs."),
];

/** Every flag of `evalkit perf`: EvalScope's 76 under the same names, and ours. */
export const perfFlags: readonly Flag[] = [...target, ...load, ...search, ...data, ...body, ...output, ...client, ...old];

/** Flags that steer the command, not the load. */
export const perfCommandKeys: readonly string[] = ["json", "format", "quiet", "help", "selftest", "list_datasets"];
