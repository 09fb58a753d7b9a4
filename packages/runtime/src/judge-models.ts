import { EvalkitError, type Judge, type JudgeModel, type JudgeReply, type Message, type Model, type ModelRequest, redactKeys, redactor } from "@evalkit/core";
import type { JudgeCallContext } from "@evalkit/core";
import type { JudgeModelConfig, TaskConfig } from "./config/index.js";
import type { RetryEvent } from "@evalkit/openai";

/** The task's judges, ready to be asked. Nothing is opened before the first question. */
export interface OpenedJudges extends AsyncDisposable {
  /** Absent when the task names no judge model. */
  readonly judge?: Judge;
}

interface OpeningOptions {
  readonly redact: (text: string) => string;
  readonly concurrency: number;
  readonly onRetry: (event: RetryEvent) => void;
}

/** Makes the judges of a task. Each has a client, a queue and limits of its own, beside those of the model under test. */
export function openJudges(task: Pick<TaskConfig, "judge" | "secrets">, { onRetry = () => undefined }: { readonly onRetry?: (event: RetryEvent) => void } = {}): OpenedJudges {
  const config = task.judge;
  if (config === undefined || config.models.length === 0) return { [Symbol.asyncDispose]: async () => undefined };
  const { contract, repeats, positionSwap, aggregation, minValidJudges, concurrency } = config;
  const models = config.models.map((model) => new OpenaiJudge(model, { redact: redactor(task.secrets), concurrency, onRetry }));
  return {
    judge: { models, repeats, positionSwap, aggregation, minValidJudges, ...(contract === undefined ? {} : { contract }) },
    async [Symbol.asyncDispose]() {
      await Promise.allSettled(models.map((model) => model.close()));
    },
  };
}

class OpenaiJudge implements JudgeModel {
  readonly id: string;
  readonly model: string;
  /** As they may be written to files. */
  readonly params: JudgeModel["params"];
  readonly #config: JudgeModelConfig["model"];
  readonly #options: OpeningOptions;
  #opening: Promise<Model> | undefined;
  /** Undefined until a server has shown whether it can be held to a schema. */
  #takesSchema: boolean | undefined;

  constructor({ judgeId, model }: JudgeModelConfig, options: OpeningOptions) {
    this.id = judgeId;
    this.model = model.name;
    this.params = redactKeys(model.params) as JudgeModel["params"];
    this.#config = model;
    this.#options = options;
    const format = model.params.extraBody?.["response_format"];
    if (format !== undefined) this.#takesSchema = false;
  }

  async ask(messages: readonly Message[], { signal, repeat, schema }: JudgeCallContext): Promise<JudgeReply> {
    const { redact } = this.#options;
    try {
      const { text, usage, timing } = await this.#generate(messages, { signal, repeat, ...(schema === undefined ? {} : { schema }) });
      return { text: redact(text), ...(usage === undefined ? {} : { usage }), latencyMs: timing.totalMs };
    } catch (error) {
      // A server may repeat the key in its message, and this one is kept.
      if (EvalkitError.is(error)) error.message = redact(error.message);
      throw error;
    }
  }

  async close(): Promise<void> {
    const model = await this.#opening;
    await model?.close?.();
  }

  /** With the schema where the server takes it; one that rejects it is asked without, from then on. */
  async #generate(messages: readonly Message[], { signal, repeat, schema }: JudgeCallContext): ReturnType<Model["generate"]> {
    const model = await (this.#opening ??= this.#open());
    const params = this.#config.params;
    const plain: ModelRequest = { messages, params };
    if (schema === undefined || this.#takesSchema === false) return model.generate(plain, { signal, repeat });
    const format = { type: "json_schema", json_schema: { name: "verdict", strict: true, schema } };
    try {
      const response = await model.generate({ messages, params: { ...params, extraBody: { ...params.extraBody, response_format: format } } }, { signal, repeat });
      this.#takesSchema = true;
      return response;
    } catch (error) {
      if (this.#takesSchema === true || !isRejection(error)) throw error;
      const response = await model.generate(plain, { signal, repeat });
      this.#takesSchema = false;
      return response;
    }
  }

  async #open(): Promise<Model> {
    const { openaiModel } = await import("@evalkit/openai");
    const config = this.#config;
    return openaiModel({
      id: this.id,
      model: config.name,
      baseUrl: config.baseUrl ?? "",
      apiKey: config.apiKey,
      headers: config.headers,
      query: config.query,
      stream: config.stream,
      concurrency: this.#options.concurrency,
      timeoutMs: config.timeoutMs,
      attempts: config.attempts,
      retryIntervalMs: config.retryIntervalMs,
      onRetry: this.#options.onRetry,
    });
  }
}

/** The server understood the request and does not want it. */
function isRejection(error: unknown): boolean {
  if (!EvalkitError.is(error) || error.code !== "EVALKIT_MODEL_RESPONSE" || !("status" in error)) return false;
  return error.status === 400 || error.status === 422;
}
