import { expect, test } from "vitest";
import { perfFlags } from "./perf-flags.js";
import { parseFlags } from "./parse-flags.js";

/** The flags of EvalScope's `perf`. */
const THEIRS =
  "model attn-implementation api tokenizer-path url port headers api-key connect-timeout read-timeout total-timeout no-test-connection number parallel rate warmup-num open-loop sleep-interval duration sla-auto-tune sla-variable sla-params sla-num-runs sla-upper-bound sla-lower-bound sla-fixed-parallel sla-number-multiplier db-commit-interval queue-size-multiplier in-flight-task-multiplier num-workers log-every-n-query debug visualizer wandb-api-key swanlab-api-key swanlab-host name enable-progress-tracker max-prompt-length min-prompt-length prefix-length prompt query-template apply-chat-template image-width image-height image-format image-num image-patch-size outputs-dir no-timestamp dataset dataset-path data-source dataset-offset dataset-args frequency-penalty repetition-penalty logprobs max-tokens min-tokens n-choices seed stop stop-token-ids stream no-stream temperature top-p top-k extra-args tokenize-prompt multi-turn min-turns max-turns multi-turn-args".split(
    " ",
  );

test("every flag of EvalScope's perf is known, none twice", () => {
  const names = perfFlags.map(({ name }) => name);
  expect(THEIRS.filter((name) => !names.includes(name))).toEqual([]);
  expect(new Set(names).size).toBe(names.length);
});

test("lists, negative numbers and switches", () => {
  const parse = (...args: string[]) => parseFlags(args, perfFlags, { command: "evalkit perf", positionals: [] }).values;
  expect(parse("-n", "20", "50", "--parallel", "1", "10", "--rate", "-1", "--no-stream", "--open-loop")).toEqual({ number: ["20", "50"], parallel: ["1", "10"], rate: ["-1"], stream: false, open_loop: true });
  expect(parse("--stop", "a", "b", "--no-apply-chat-template")).toEqual({ stop: ["a", "b"], apply_chat_template: false });
});
