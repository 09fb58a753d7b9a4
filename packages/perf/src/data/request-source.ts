import type { BuildInput, LoadApi, PromptInput } from "../spec/api.js";
import type { PreparedRequest, Reply, RequestSource } from "../spec/request.js";
import type { ChatMessage, PromptItem, PromptSource } from "./prompt-source.js";
import { type Random, seededRandom, wholeBetween } from "./seeded-random.js";

/** One of the models that requests are shared out to. */
export interface WeightedModel {
  readonly name: string;
  /** Its share of the requests is its weight over the sum of all. */
  readonly weight: number;
}

/** Gives up some of the requests, as impatient users do. */
export interface Cancellation {
  /** 0 to 1. */
  readonly share: number;
  readonly afterMs: number;
}

/** How prompts become requests. */
export interface RequestSettings {
  readonly api: LoadApi;
  readonly url: string;
  readonly models: readonly WeightedModel[];
  readonly headers: Readonly<Record<string, string>>;
  readonly stream: boolean;
  readonly generation: Readonly<Record<string, unknown>>;
  /** One limit, or bounds between which each request's limit is drawn. */
  readonly maxTokens?: number | readonly [number, number];
  readonly extra: Readonly<Record<string, unknown>>;
  /** A body in which only the prompt is exchanged. */
  readonly template?: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Place of the first prompt. */
  readonly offset: number;
  readonly cancellation?: Cancellation;
}

/** Keeps the draws of a request apart from those of its prompt. */
const REQUEST_SERIES = 77;

interface Talk {
  readonly item: PromptItem;
  readonly messages: readonly ChatMessage[];
  readonly model: string;
}

/** Requests made of prompts: the same seed, offset and index give the same request. Later turns of conversations follow the server's answers. */
export function requestSource(prompts: PromptSource, settings: RequestSettings): RequestSource {
  const maker = new RequestMaker(settings);
  const next = (index: number): PreparedRequest | undefined | Promise<PreparedRequest | undefined> => {
    const found = prompts.at(settings.offset + index);
    return found instanceof Promise ? found.then((item) => maker.first(item, index)) : maker.first(found, index);
  };
  return { next, follow: (request, reply, index) => maker.follow(request, reply, index) };
}

/** The same without `follow`, for data sets without conversations. */
export function singleTurnSource(prompts: PromptSource, settings: RequestSettings): RequestSource {
  const { next } = requestSource(prompts, settings);
  return { next };
}

class RequestMaker {
  readonly #settings: RequestSettings;
  readonly #talks = new Map<string, Talk>();
  readonly #weights: number;

  constructor(settings: RequestSettings) {
    this.#settings = settings;
    this.#weights = settings.models.reduce((sum, { weight }) => sum + weight, 0);
  }

  first(item: PromptItem | undefined, index: number): PreparedRequest | undefined {
    if (item === undefined) return undefined;
    const draw = seededRandom(this.#settings.seed, REQUEST_SERIES, this.#settings.offset + index);
    const model = item.model ?? this.#model(draw);
    if (item.laterTurns === undefined) return this.#request({ item, prompt: item.prompt, index, model, draw });
    const id = String(this.#settings.offset + index);
    const messages = item.prompt.kind === "messages" ? item.prompt.messages : [];
    this.#talks.set(id, { item, messages, model });
    return { ...this.#request({ item, prompt: item.prompt, index, model, draw }), conversation: { id, turn: 1 } };
  }

  follow({ conversation }: PreparedRequest, reply: Reply, index: number): PreparedRequest | undefined {
    const talk = conversation === undefined ? undefined : this.#talks.get(conversation.id);
    const added = talk?.item.laterTurns?.[(conversation?.turn ?? 0) - 1];
    if (conversation === undefined || talk === undefined || added === undefined || reply.outcome === "failed") {
      this.#talks.delete(conversation?.id ?? "");
      return undefined;
    }
    const messages = [...talk.messages, { role: "assistant", content: reply.text }, ...added];
    this.#talks.set(conversation.id, { ...talk, messages });
    const turn = conversation.turn + 1;
    const draw = seededRandom(this.#settings.seed, REQUEST_SERIES, Number(conversation.id), turn);
    return { ...this.#request({ item: { prompt: talk.item.prompt }, prompt: { kind: "messages", messages }, index, model: talk.model, draw }), conversation: { id: conversation.id, turn } };
  }

  #model(draw: Random): string {
    let left = draw() * this.#weights;
    for (const { name, weight } of this.#settings.models) {
      left -= weight;
      if (left < 0) return name;
    }
    return this.#settings.models.at(-1)?.name ?? "";
  }

  #request({ item, prompt, index, model, draw }: RequestParts): PreparedRequest {
    const { api, url, headers, stream, generation, extra, cancellation } = this.#settings;
    const maxTokens = item.maxTokens ?? this.#maxTokens(draw);
    const input: BuildInput = {
      url,
      model,
      headers: { ...item.headers, ...headers },
      prompt: this.#templated(prompt, model),
      stream,
      generation,
      extra: { ...item.extra, ...extra },
      ...(maxTokens === undefined ? {} : { maxTokens }),
    };
    const built = api.build(input);
    return {
      index,
      url: built.url,
      headers: built.headers,
      body: Buffer.from(JSON.stringify(built.body)),
      stream,
      ...(model === "" ? {} : { model }),
      ...(item.asked === undefined ? {} : { asked: item.asked }),
      ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
      ...(item.dueMs === undefined ? {} : { dueMs: item.dueMs }),
      ...(cancellation !== undefined && draw() < cancellation.share ? { cancelAfterMs: cancellation.afterMs } : {}),
    };
  }

  #maxTokens(draw: Random): number | undefined {
    const { maxTokens } = this.#settings;
    return typeof maxTokens === "object" ? wholeBetween(draw, maxTokens[0], maxTokens[1]) : maxTokens;
  }

  /** `%p` and `%m` in the template stand for the prompt and the model; without them the messages (or the prompt) are exchanged. */
  #templated(prompt: PromptInput, model: string): PromptInput {
    const { template } = this.#settings;
    if (template === undefined || prompt.kind === "body") return prompt;
    if (prompt.kind === "text" || prompt.kind === "messages") {
      const text = prompt.kind === "text" ? prompt.text : prompt.messages.map(({ content }) => (typeof content === "string" ? content : "")).join("\n");
      const filled = substituted(template, text, model);
      if (filled !== undefined) return { kind: "body", body: filled };
    }
    const members = prompt.kind === "messages" ? { messages: prompt.messages } : prompt.kind === "text" ? (Object.hasOwn(template, "messages") ? { messages: [{ role: "user", content: prompt.text }] } : { prompt: prompt.text }) : prompt.kind === "tokens" ? { prompt: prompt.tokens } : {};
    return { kind: "body", body: { ...template, ...members } };
  }
}

interface RequestParts {
  readonly item: PromptItem;
  readonly prompt: PromptInput;
  readonly index: number;
  readonly model: string;
  readonly draw: Random;
}

/** The template with its marks replaced; undefined where it has no mark for the prompt. */
function substituted(template: Readonly<Record<string, unknown>>, text: string, model: string): Readonly<Record<string, unknown>> | undefined {
  let isUsed = false;
  const replaced = (value: unknown): unknown => {
    if (typeof value === "string") {
      if (value.includes("%p")) isUsed = true;
      return value.replaceAll("%m", () => model).replaceAll("%p", () => text);
    }
    if (Array.isArray(value)) return value.map(replaced);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, replaced(member)]));
  };
  const filled = replaced(template) as Readonly<Record<string, unknown>>;
  return isUsed ? filled : undefined;
}
