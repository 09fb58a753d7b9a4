import { describe, expect, test } from "vitest";
import type { BuildInput, EventKind } from "../spec/api.js";
import { findApi } from "./catalog.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

interface StreamCase {
  readonly name: string;
  readonly api: string;
  /** Data of each event, what bytes say of it, and what parsing says. */
  readonly events: readonly (readonly [string, EventKind | "unsure", EventKind?])[];
  readonly reply: Readonly<Record<string, unknown>>;
}

const chat = (delta: string, rest = `"finish_reason":null`): string => `{"id":"c","object":"chat.completion.chunk","choices":[{"index":0,"delta":${delta},${rest}}]}`;

const STREAMS: readonly StreamCase[] = [
  {
    name: "chat: role first, text, finish, usage",
    api: "openai",
    events: [
      [chat(`{"role":"assistant","content":""}`), "empty"],
      [chat(`{"content":"Hel"}`), "answer"],
      [chat(`{"content":"lo \\"choices\\":[]"}`), "answer"],
      [chat(`{}`, `"finish_reason":"stop"`), "empty"],
      [`{"choices":[],"usage":{"prompt_tokens":5,"completion_tokens":2,"prompt_tokens_details":{"cached_tokens":4},"completion_tokens_details":{"reasoning_tokens":0}}}`, "usage"],
      ["[DONE]", "done"],
    ],
    reply: { text: `Hello "choices":[]`, finish: "stop", usage: { promptTokens: 5, completionTokens: 2, cachedTokens: 4, reasoningTokens: 0 } },
  },
  {
    name: "chat: reasoning under both names, spaces after colons",
    api: "openai",
    events: [
      [chat(`{"reasoning_content": "Let"}`), "thought"],
      [chat(`{"reasoning" : " me", "content": null}`), "thought"],
      [chat(`{"content":"4"}`), "answer"],
    ],
    reply: { reasoning: "Let me", text: "4" },
  },
  {
    name: "chat: a tool call in parts",
    api: "openai",
    events: [
      [chat(`{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":""}}]}`), "thought"],
      [chat(`{"tool_calls":[{"index":0,"function":{"arguments":"{\\"content\\":\\"x\\"}"}}]}`), "thought"],
      [chat(`{"tool_calls":[{"index":1,"id":"b","function":{"name":"g","arguments":""}}]}`), "thought"],
      [chat(`{"tool_calls":[]}`), "empty"],
    ],
    reply: { toolCalls: 2, text: "" },
  },
  {
    name: "chat: running usage tells the tokens of each event",
    api: "openai",
    events: [
      [`{"choices":[{"index":0,"delta":{"content":"ab"}}],"usage":{"prompt_tokens":3,"completion_tokens":2}}`, "unsure", "answer"],
      [`{"choices":[{"index":0,"delta":{"content":"cde"}}],"usage":{"prompt_tokens":3,"completion_tokens":5}}`, "unsure", "answer"],
    ],
    reply: { text: "abcde", tokensPerEvent: [2, 3], usage: { promptTokens: 3, completionTokens: 5 } },
  },
  {
    name: "chat: log-probabilities tell them too",
    api: "openai",
    events: [[`{"choices":[{"index":0,"delta":{"content":"ab"},"logprobs":{"content":[{"token":"a"},{"token":"b"}]}}]}`, "unsure", "answer"]],
    reply: { tokensPerEvent: [2] },
  },
  {
    name: "chat: several choices",
    api: "openai",
    events: [[`{"choices":[{"index":0,"delta":{"content":"a"}},{"index":1,"delta":{"content":"b"}}]}`, "answer"]],
    reply: { text: "ab" },
  },
  {
    name: "chat: an error in the stream",
    api: "openai",
    events: [[`{"error":{"message":"out of\\nmemory","code":500}}`, "error"]],
    reply: { error: "out of memory" },
  },
  {
    name: "chat: content in parts, a thought among them",
    api: "openai",
    events: [[chat(`{"content":[{"type":"thinking","thinking":[{"type":"text","text":"hm"}]}]}`), "unsure", "thought"]],
    reply: { reasoning: "hm", text: "" },
  },
  {
    name: "completions",
    api: "openai_completions",
    events: [
      [`{"choices":[{"index":0,"text":"one","finish_reason":null}]}`, "answer"],
      [`{"choices":[{"index":0,"text":"","finish_reason":"length"}]}`, "empty"],
    ],
    reply: { text: "one", finish: "length" },
  },
  {
    name: "responses",
    api: "openai_responses",
    events: [
      [`{"type":"response.created","response":{"status":"in_progress"}}`, "empty"],
      [`{"type":"response.reasoning_summary_text.delta","delta":"hm"}`, "thought"],
      [`{"type":"response.output_text.delta","delta":"Hi","logprobs":[]}`, "answer"],
      [`{"type":"response.function_call_arguments.delta","item_id":"x","delta":"{"}`, "thought"],
      [`{"type":"response.output_text.done","text":"Hi"}`, "empty"],
      [`{"type":"response.completed","response":{"status":"completed","usage":{"input_tokens":7,"output_tokens":3,"input_tokens_details":{"cached_tokens":1}}}}`, "usage"],
    ],
    reply: { text: "Hi", reasoning: "hm", toolCalls: 1, finish: "completed", usage: { promptTokens: 7, completionTokens: 3, cachedTokens: 1 } },
  },
  {
    name: "responses that fail",
    api: "openai_responses",
    events: [[`{"type":"response.failed","response":{"error":{"message":"no"}}}`, "error"], [`{"type":"error","message":"gone"}`, "error"]],
    reply: { error: "no" },
  },
  {
    name: "anthropic",
    api: "anthropic",
    events: [
      [`{"type":"message_start","message":{"usage":{"input_tokens":3,"cache_read_input_tokens":10,"output_tokens":1}}}`, "empty"],
      [`{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":""}}`, "empty"],
      [`{"type":"ping"}`, "empty"],
      [`{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}}`, "thought"],
      [`{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}`, "empty"],
      [`{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Hi"}}`, "answer"],
      [`{"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"t","name":"f","input":{}}}`, "thought"],
      [`{"type":"content_block_delta","index":2,"delta":{"type":"input_json_delta","partial_json":"{}"}}`, "thought"],
      [`{"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":9}}`, "usage"],
      [`{"type":"message_stop"}`, "done"],
    ],
    reply: { text: "Hi", reasoning: "hm", toolCalls: 1, finish: "end_turn", usage: { promptTokens: 13, completionTokens: 9, cachedTokens: 10 } },
  },
  { name: "anthropic's error", api: "anthropic", events: [[`{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}`, "error"]], reply: { error: "Overloaded" } },
  {
    name: "dashscope",
    api: "dashscope",
    events: [
      [`{"output":{"choices":[{"message":{"role":"assistant","content":"","reasoning_content":"hm"},"finish_reason":"null"}]},"usage":{"input_tokens":4,"output_tokens":1}}`, "unsure", "thought"],
      [`{"output":{"choices":[{"message":{"role":"assistant","content":"好"},"finish_reason":"stop"}]},"usage":{"input_tokens":4,"output_tokens":2}}`, "unsure", "answer"],
    ],
    reply: { text: "好", reasoning: "hm", finish: "stop", tokensPerEvent: [1, 1], usage: { promptTokens: 4, completionTokens: 2 } },
  },
  { name: "dashscope's error", api: "dashscope", events: [[`{"code":"Throttling","message":"slow down","request_id":"r"}`, "error"]], reply: { error: "Throttling: slow down" } },
];

describe("streams", () => {
  test.each(STREAMS)("$name", ({ api, events, reply }) => {
    const reader = findApi(api)!.reader();
    expect(events.map(([data]) => reader.classify(bytes(data)))).toEqual(events.map(([, kind]) => kind));
    const parsed = reader.parseEvents(events.map(([data]) => data));
    expect(parsed.kinds).toEqual(events.map(([, kind, parsedKind]) => parsedKind ?? kind));
    expect(parsed).toMatchObject(reply);
  });

  test("an event that is no JSON is no empty answer", () => {
    expect(() => findApi("openai")!.reader().parseEvents(["<html>"])).toThrow(/event is not a JSON object: <html>/);
    expect(() => findApi("anthropic")!.reader().parseBody("")).toThrow(/body is not a JSON object/);
  });
});

describe("whole answers", () => {
  test.each<[string, string, Readonly<Record<string, unknown>>]>([
    ["openai", `{"choices":[{"message":{"content":"Hi","reasoning_content":"hm"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}}`, { text: "Hi", reasoning: "hm", finish: "stop", usage: { promptTokens: 1, completionTokens: 2 } }],
    ["openai", `{"choices":[]}`, { empty: true, usage: undefined }],
    ["openai", `{"choices":[{"message":{"content":""}}]}`, { empty: true }],
    ["openai", `{"error":"broken"}`, { error: "broken" }],
    ["openai", `{"object":"error","message":"no model"}`, { error: "no model" }],
    ["openai_completions", `{"choices":[{"text":"a"},{"text":"b"}]}`, { text: "ab" }],
    ["openai_responses", `{"status":"completed","output":[{"type":"reasoning","summary":[{"text":"hm"}]},{"type":"message","content":[{"type":"output_text","text":"Hi"}]},{"type":"function_call"}],"usage":{"input_tokens":1,"output_tokens":2}}`, { text: "Hi", reasoning: "hm", toolCalls: 1, finish: "completed" }],
    ["anthropic", `{"content":[{"type":"text","text":"Hi"},{"type":"tool_use"}],"stop_reason":"tool_use","usage":{"input_tokens":1,"output_tokens":2}}`, { text: "Hi", toolCalls: 1, finish: "tool_use", usage: { promptTokens: 1, completionTokens: 2 } }],
    ["dashscope", `{"output":{"text":"Hi","finish_reason":"stop"},"usage":{"input_tokens":1,"output_tokens":2}}`, { text: "Hi", finish: "stop" }],
    ["openai_embedding", `{"data":[{"embedding":[0.1]}],"usage":{"prompt_tokens":8,"total_tokens":8}}`, { usage: { promptTokens: 8 } }],
    ["openai_embedding", `{"data":[],"usage":{"total_tokens":8}}`, { empty: true, usage: { promptTokens: 8 } }],
    ["openai_rerank", `{"results":[{"index":0,"relevance_score":0.9}],"usage":{"total_tokens":9}}`, { usage: { promptTokens: 9 } }],
  ])("%s %s", (api, body, expected) => {
    const reply = findApi(api)!.reader().parseBody(body);
    expect(reply).toMatchObject(expected);
    expect(reply.empty).toBe(expected["empty"]);
    if (expected["error"] === undefined) expect(reply.error).toBeUndefined();
  });
});

const input: BuildInput = {
  url: "http://h/v1",
  model: "m",
  headers: { authorization: "Bearer k" },
  prompt: { kind: "messages", messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Hi" }] },
  stream: true,
  maxTokens: 5,
  generation: { temperature: 0, stop: ["x"], seed: 1 },
  extra: { ignore_eos: true },
};

describe("requests", () => {
  test.each<[string, Partial<BuildInput>, Readonly<Record<string, unknown>>]>([
    ["openai", {}, { model: "m", messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Hi" }], max_tokens: 5, temperature: 0, stop: ["x"], seed: 1, stream: true, stream_options: { include_usage: true }, ignore_eos: true }],
    ["openai", { stream: false, prompt: { kind: "body", body: { messages: [], tools: [1] } }, extra: { max_tokens: 9 } }, { model: "m", messages: [], tools: [1], max_tokens: 9, temperature: 0, stop: ["x"], seed: 1, stream: false }],
    ["openai_completions", { prompt: { kind: "tokens", tokens: [1, 2] }, generation: {}, extra: {} }, { prompt: [1, 2], model: "m", max_tokens: 5, stream: true, stream_options: { include_usage: true } }],
    ["openai_responses", { extra: {} }, { input: [{ role: "system", content: "Be brief." }, { role: "user", content: "Hi" }], model: "m", max_output_tokens: 5, temperature: 0, stream: true }],
    ["openai_embedding", { prompt: { kind: "inputs", inputs: ["a", "b"] }, extra: {} }, { model: "m", input: ["a", "b"] }],
    ["openai_rerank", { prompt: { kind: "rerank", query: "q", documents: ["a"] }, extra: {} }, { model: "m", query: "q", documents: ["a"] }],
    ["anthropic", { extra: {} }, { system: "Be brief.", messages: [{ role: "user", content: "Hi" }], model: "m", max_tokens: 5, temperature: 0, stop_sequences: ["x"], stream: true }],
    ["dashscope", {}, { model: "m", input: { messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Hi" }] }, parameters: { result_format: "message", max_tokens: 5, temperature: 0, stop: ["x"], seed: 1, incremental_output: true, ignore_eos: true } }],
  ])("%s %j", (api, changes, body) => {
    expect(findApi(api)!.build({ ...input, ...changes }).body).toEqual(body);
  });

  test("headers say what the API wants", () => {
    expect(findApi("anthropic")!.build(input).headers).toMatchObject({ "x-api-key": "k", "anthropic-version": "2023-06-01", "content-type": "application/json" });
    expect(findApi("dashscope")!.build(input).headers).toMatchObject({ "x-dashscope-sse": "enable" });
  });

  test("a prompt that an API cannot take says which one can", () => {
    expect(() => findApi("openai")!.build({ ...input, prompt: { kind: "rerank", query: "q", documents: ["a"] } })).toThrow(/openai cannot take prompts of the kind rerank/);
  });
});
