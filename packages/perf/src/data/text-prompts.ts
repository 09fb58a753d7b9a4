import { readFile } from "node:fs/promises";
import { ConfigError, DatasetError, isRecord } from "@evalkit/core";
import { numberArgument, textArgument, type ArgumentTable } from "./arguments.js";
import type { DataRow } from "./data-files.js";
import { DEFAULT_MAX_LENGTH, type DatasetContext } from "./dataset.js";
import { IndexedRows } from "./indexed-rows.js";
import { type PromptItem, type PromptSource, promptOf } from "./prompt-source.js";
import type { TextCounter } from "./text-counter.js";

/** What every data set of texts takes. */
export const TEXT_ARGUMENTS: ArgumentTable = { target_input_len: "positive", input_len_mode: ["cap", "drop"], prefix_file: "text", prefix_role: ["system", "user"] };

export interface Prefix {
  readonly text: string;
  readonly role: "system" | "user";
}

/** Finds the text (or a whole prompt) in a row; undefined: the row is left out. Throws a DatasetError for a row it cannot understand. */
export type RowPrompt = (row: DataRow) => string | PromptItem | undefined;

/** Prompts out of the rows of a file: cut or left out by length, behind the shared prefix. */
export async function textSource(context: DatasetContext, name: string, promptIn: RowPrompt): Promise<PromptSource> {
  const { path, counter } = context;
  if (path === undefined) throw new ConfigError(`The data set ${name} needs --dataset-path.`);
  const shaper = new TextShaper(context, await readPrefix(context));
  const rows = new IndexedRows<PromptItem>({
    name,
    repeats: true,
    sizeOf: (item) => sizeOfItem(item),
    async *open() {
      for await (const row of context.rows(path)) {
        const found = promptIn(row);
        const item = typeof found === "string" ? shaper.shaped(found) : found;
        if (item !== undefined) yield item;
      }
    },
  });
  return { notes: lengthNotes(counter, context), at: (place) => rows.at(place) };
}

function sizeOfItem({ prompt, laterTurns = [] }: PromptItem): number {
  const first = prompt.kind === "text" ? prompt.text.length : JSON.stringify(prompt).length;
  return laterTurns.length === 0 ? first : first + JSON.stringify(laterTurns).length;
}

/** What lengths are counted in, where they matter. */
export function lengthNotes(counter: TextCounter, { arguments: given, minLength, maxLength }: Pick<DatasetContext, "arguments" | "minLength" | "maxLength">): readonly string[] {
  const matters = given["target_input_len"] !== undefined || minLength > 0 || maxLength !== undefined;
  return matters && counter.unit === "characters" ? ["Lengths of prompts are counted in characters: give --tokenizer-path to count tokens."] : [];
}

/** The shared prefix of `prefix_file`. Throws a DatasetError when it cannot be read. */
export async function readPrefix({ arguments: given }: DatasetContext): Promise<Prefix | undefined> {
  const file = textArgument(given, "prefix_file");
  if (file === undefined) return undefined;
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new DatasetError(`prefix_file ${file} cannot be read: ${cause instanceof Error ? cause.message : "?"}`, { cause });
  });
  return { text, role: textArgument(given, "prefix_role") === "system" ? "system" : "user" };
}

/** Makes prompts of texts. */
export class TextShaper {
  readonly #context: DatasetContext;
  readonly #prefix: Prefix | undefined;

  constructor(context: DatasetContext, prefix: Prefix | undefined) {
    this.#context = context;
    this.#prefix = prefix;
  }

  /** The prompt of a text; undefined where its length rules it out. */
  shaped(text: string): PromptItem | undefined {
    const { counter, minLength, maxLength, arguments: given } = this.#context;
    const target = numberArgument(given, "target_input_len", 0);
    if (target > 0) return this.#toTarget(text, target);
    const needsCount = minLength > 0 || maxLength !== undefined || text.length > DEFAULT_MAX_LENGTH;
    const length = needsCount ? counter.count(text) : text.length;
    if (length < minLength || length > (maxLength ?? DEFAULT_MAX_LENGTH)) return undefined;
    return { prompt: this.#promptOf(text) };
  }

  /** `cap` leaves shorter texts as they are, `drop` leaves them out, so that all have the length. */
  #toTarget(text: string, target: number): PromptItem | undefined {
    const { counter, arguments: given } = this.#context;
    const cut = counter.cut(text, target);
    const length = counter.count(cut);
    if (length < target && given["input_len_mode"] === "drop") return undefined;
    return { prompt: this.#promptOf(cut), ...(this.#prefix === undefined ? { asked: { inputTokens: length, counted: counter.unit } } : {}) };
  }

  #promptOf(text: string): PromptItem["prompt"] {
    const { counter, isChat, sendsTokens } = this.#context;
    const prefix = this.#prefix;
    if (prefix !== undefined && isChat && prefix.role === "system") {
      return { kind: "messages", messages: [{ role: "system", content: prefix.text }, { role: "user", content: text }] };
    }
    const whole = (prefix?.text ?? "") + text;
    if (sendsTokens && counter.encode !== undefined) return { kind: "tokens", tokens: counter.encode(whole) };
    return promptOf(whole, isChat);
  }
}

/** The first of the members that holds a text. Throws a DatasetError naming row and keys when none does. */
export function textMember({ value, place }: DataRow, keys: readonly string[]): string {
  if (typeof value === "string") return value;
  for (const key of isRecord(value) ? keys : []) {
    const text = (value as Readonly<Record<string, unknown>>)[key];
    if (typeof text === "string" && text !== "") return text;
  }
  throw new DatasetError(`${place} has no text under ${keys.join(", ")}.`, { hint: "Check that --dataset-path belongs to this --dataset; --dataset custom reads rows of many forms." });
}
