import type { Flag } from "./flag.js";
import { sandboxFlags } from "./sandbox-flags.js";

const MODEL = "Model";
const DATA = "Data";
const RUN = "Run";
const JUDGE = "Judge";
const OUTPUT = "Output";
const NOT_YET = "Known from EvalScope, not supported yet";

function notYet(name: string, value: string): Flag {
  return { name, kind: "text", value, status: "not-yet", description: "Refused, unless the value changes nothing.", group: NOT_YET };
}

/** Every flag of `evalkit eval`: EvalScope's under the same names, then ours. */
export const evalFlags: readonly Flag[] = [
  { name: "model", kind: "text", value: "NAME", group: MODEL, description: "Name of the model at its server, or `mock` for the built-in demo model." },
  { name: "api-url", kind: "text", value: "URL", group: MODEL, description: "OpenAI-compatible server, with or without /chat/completions. Else OPENAI_BASE_URL." },
  { name: "api-key", kind: "text", value: "KEY", group: MODEL, description: "Else EVALKIT_API_KEY, EVALSCOPE_API_KEY or OPENAI_API_KEY, else EMPTY. Never written anywhere." },
  { name: "eval-type", kind: "text", value: "TYPE", group: MODEL, description: "openai_api, service or server (the same), or mock_llm. Default: from --api-url." },
  { name: "model-id", kind: "text", value: "ID", group: MODEL, description: "Name in paths and reports. Default: last part of --model." },
  { name: "model-args", kind: "text", value: "JSON|k=v", group: MODEL, description: "Of the client: api_key, base_url, timeout, max_retries, default_headers, default_query." },
  { name: "generation-config", kind: "text", value: "JSON|k=v", group: MODEL, description: "temperature (default 0), max_tokens, top_p, stop_seqs, timeout, retries, retry_interval, stream, n, extra_headers, …; any other key goes into the request's body." },
  { name: "timeout", kind: "text", value: "SECONDS", group: MODEL, description: "Of one request, default 600; the same as timeout in --generation-config." },
  { name: "stream", kind: "switch", group: MODEL, description: "Ask for streamed answers; gives time to first token." },
  { name: "rpm", kind: "text", value: "N", group: MODEL, description: "Requests per minute at most." },
  { name: "tpm", kind: "text", value: "N", group: MODEL, description: "Tokens per minute at most." },
  { name: "deadline", kind: "text", value: "SECONDS", group: MODEL, description: "Of one sample with all its retries." },
  { name: "accuracy", kind: "text", value: "0..1", group: MODEL, description: "Share of demo questions that the mock answers right, default 0.7." },

  { name: "datasets", kind: "list", value: "NAME...", group: DATA, description: "Benchmarks, separated by spaces or commas; `evalkit list` shows them. Also a module (./bench.ts) or a package." },
  { name: "dataset-args", kind: "text", value: "JSON", group: DATA, description: 'Per benchmark: {"gsm8k": {"local_path": "DIR", "few_shot_num": 4}}.' },
  { name: "dataset-dir", kind: "text", value: "DIR", group: DATA, description: "Folder with one folder per benchmark, or a hub's cache. Never written to." },
  { name: "dataset-hub", kind: "text", value: "HUB", group: DATA, description: "modelscope (default), huggingface or local." },
  { name: "cache-dir", kind: "text", value: "DIR", group: DATA, description: "Where downloads are kept." },
  { name: "offline", kind: "switch", group: DATA, description: "Open no connection but the model's." },
  { name: "limit", kind: "text", value: "N|F", group: DATA, description: "Samples per subset: a number, or a fraction below 1; 1.0 is all." },
  { name: "repeats", kind: "text", value: "K", group: DATA, description: "Ask every sample K times (pass@k, vote@k, pass^k)." },
  { name: "seed", kind: "text", value: "N", group: DATA, description: "Of shuffling and of the mock, default 42." },

  { name: "config", kind: "text", value: "FILE", group: RUN, description: "Task file, YAML or JSON, with EvalScope's keys; flags beat it." },
  { name: "eval-batch-size", kind: "text", value: "N", group: RUN, description: "Requests in flight over all datasets together, default 8." },
  { name: "work-dir", kind: "text", value: "DIR", group: RUN, description: "Where runs are kept, default ./outputs." },
  { name: "no-timestamp", kind: "switch", group: RUN, description: "Write into the work dir itself instead of a new folder below it." },
  { name: "use-cache", kind: "text", value: "RUN", group: RUN, description: "Continue an earlier run; what it answered is not asked again." },
  { name: "rerun-review", kind: "switch", group: RUN, description: "With --use-cache: score all stored answers again." },
  { name: "threshold", kind: "repeat", value: "'NAME>=X'", group: RUN, description: "Exit 1 when a score misses it; may be given several times." },
  { name: "max-failed", kind: "text", value: "N|P%", group: RUN, description: "Failed and unscored samples up to which the run exits 0, default 0." },
  { name: "ignore-errors", kind: "switch", group: RUN, description: "Accepted; a failed sample never stops a run here." },
  { name: "dry-run", kind: "switch", group: RUN, description: "Show the plan, the counts and the first prompt of each dataset; send nothing." },

  ...sandboxFlags,

  { name: "judge", kind: "text", value: "JSON", group: JUDGE, description: '{"models": [{"model_id", "api_url", "api_key"}], "strategy": "auto|rule|llm|llm_recall", "contract", "repeats", "aggregation", "min_valid_judges"}. Key and address else from EVALKIT_JUDGE_API_KEY, EVALKIT_JUDGE_BASE_URL.' },
  { name: "judge-strategy", kind: "text", value: "NAME", group: JUDGE, description: "Old spelling of strategy in --judge." },
  { name: "judge-model-args", kind: "text", value: "JSON", group: JUDGE, description: "Old spelling of one judge and its contract." },
  { name: "judge-worker-num", kind: "text", value: "N", group: JUDGE, description: "Requests in flight to the judge; default --eval-batch-size." },

  { name: "visualizer", kind: "list", value: "NAME...", group: OUTPUT, description: "Show the run while it goes on in swanlab, mlflow (MLFLOW_TRACKING_URI), tensorboard or wandb (files for `wandb sync`)." },
  { name: "swanlab-api-key", kind: "text", value: "KEY", group: OUTPUT, description: "Else SWANLAB_API_KEY or what `swanlab login` stored; `local` writes for `swanlab watch`. Project: SWANLAB_PROJ_NAME, SWANLAB_WORKSPACE." },
  { name: "swanlab-host", kind: "text", value: "URL", group: OUTPUT, description: "Address of a SwanLab server of your own. Else SWANLAB_HOST." },

  { name: "json", kind: "switch", group: OUTPUT, description: "Print one JSON document on standard output and nothing else." },
  { name: "quiet", kind: "switch", group: OUTPUT, description: "No progress and no notes." },
  { name: "report-schema", kind: "text", value: "v1|v2", group: OUTPUT, description: "Shape of the report files: EvalScope 1.x (default) or its development version." },
  { name: "collect-perf", kind: "switch", group: OUTPUT, description: "Report latency and tokens (default)." },
  { name: "no-collect-perf", kind: "switch", key: "collect_perf", sets: false, group: OUTPUT, description: "Do not report latency and tokens." },
  { name: "enable-progress-tracker", kind: "switch", group: OUTPUT, description: "Accepted; progress.json is always written." },
  { name: "debug", kind: "switch", group: OUTPUT, description: "Log more." },

  notYet("agent-config", "JSON"),
  notYet("eval-backend", "NAME"),
  notYet("eval-config", "FILE"),
  { ...notYet("analysis-report", ""), kind: "switch" },
  notYet("chat-template", "TEXT"),
  notYet("model-task", "NAME"),
];

/** Flags that steer the command, not the task. */
export const commandKeys: readonly string[] = ["config", "dry_run", "json", "quiet", "help"];
