import type { Message } from "../spec/message.js";
import type { SampleResult } from "../spec/result.js";
import type { Scored } from "../spec/score.js";
import type { TrackerItem } from "../spec/tracker.js";
import { stripUnsafe } from "../util/strip-unsafe.js";
import { seriesKey } from "./series-key.js";

/** What is kept of a question, an answer or a reason, in UTF-16 units. */
const MAX_LENGTH = 2_000;

interface Kept {
  readonly order: number;
  readonly caption: string;
  readonly content: string;
}

/**
 * A bounded sample of the answers that scored below one half. Which ones is decided by a hash of the sample's name, so that runs over the
 * same data show the same questions in any order of arrival.
 */
export class WrongAnswers {
  readonly #limit: number;
  readonly #redact: (text: string) => string;
  readonly #kept = new Map<string, Kept[]>();

  constructor({ limit, redact }: { readonly limit: number; readonly redact: (text: string) => string }) {
    this.#limit = limit;
    this.#redact = redact;
  }

  add({ attempt, outcome }: SampleResult): void {
    if (outcome.status !== "scored") return;
    const first = Object.values(outcome.scores)[0];
    if (first?.status !== "scored" || !(first.value < 0.5)) return;
    const kept = this.#of(attempt.benchmark);
    const name = `${attempt.subset}/${attempt.sampleId}#${attempt.repeat}`;
    const order = hashOf(name);
    const last = kept.at(-1);
    if (this.#limit === 0 || (kept.length === this.#limit && last !== undefined && order >= last.order)) return;
    const content = [
      `Question:\n${this.#shown(questionOf(outcome.answer.messages))}`,
      `Answer:\n${this.#shown(outcome.answer.text)}`,
      verdictOf(first, (text) => this.#shown(text)),
    ].join("\n\n");
    const caption = this.#shown(`${name} scored ${Number(first.value.toFixed(4))}${first.mark === undefined ? "" : `, ${first.mark}`}`).replace(/\s+/g, " ").slice(0, 200);
    const place = kept.findIndex((other) => other.order > order);
    kept.splice(place === -1 ? kept.length : place, 0, { order, caption, content });
    if (kept.length > this.#limit) kept.pop();
  }

  /** The texts of a benchmark, after which it is forgotten; undefined when there are none. */
  take(benchmark: string, atMs: number): TrackerItem | undefined {
    const kept = this.#of(benchmark);
    this.#kept.delete(benchmark);
    if (kept.length === 0) return undefined;
    return { kind: "texts", key: seriesKey("samples", benchmark), atMs, texts: kept.map(({ caption, content }) => ({ caption, content })) };
  }

  #of(benchmark: string): Kept[] {
    let kept = this.#kept.get(benchmark);
    if (kept === undefined) this.#kept.set(benchmark, (kept = []));
    return kept;
  }

  #shown(text: string): string {
    // Secrets go first: a cut must not leave half of one.
    const clean = stripUnsafe(this.#redact(text)).toWellFormed();
    return clean.length <= MAX_LENGTH ? clean : `${clean.slice(0, MAX_LENGTH).toWellFormed()}… (${clean.length - MAX_LENGTH} more characters)`;
  }
}

function questionOf(messages: readonly Message[]): string {
  const asked = messages.findLast(({ role }) => role === "user") ?? messages.at(-1);
  if (asked === undefined) return "";
  if (typeof asked.content === "string") return asked.content;
  return asked.content.map((part) => (part.type === "text" ? part.text : `[${part.type}]`)).join("\n");
}

function verdictOf({ extracted, expected, why }: Scored, shown: (text: string) => string): string {
  const lines = [
    ...(extracted === undefined ? [] : [`Extracted: ${shown(extracted)}`]),
    ...(expected === undefined ? [] : [`Expected: ${shown(expected)}`]),
    ...(why === undefined ? [] : [`Why: ${shown(why)}`]),
  ];
  return lines.length === 0 ? "Nothing was extracted." : lines.join("\n");
}

/** FNV-1a over UTF-16 units, 32 bits. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let position = 0; position < text.length; position += 1) hash = Math.imul(hash ^ text.charCodeAt(position), 0x01000193);
  return hash >>> 0;
}
