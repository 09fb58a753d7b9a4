import type { Score, Scorer } from "@evalkit/core";
import { unparsed, unscored } from "../shared/verdict.js";
import { normalizeGeneral, type Normalization } from "./normalize.js";
import { overlap } from "./token-f1.js";

export interface ListMatchOptions {
  /**
   * Whether order and repetitions count.
   * @default "set"
   */
  readonly compare?: "set" | "bag" | "list";
  /**
   * Applied to each item.
   * @default normalizeGeneral
   */
  readonly normalize?: Normalization;
}

export interface ListMatchInput extends ListMatchOptions {
  readonly output: string;
  readonly expected: readonly string[];
}

const MAX_JSON = 200_000;
const BULLET = /^\s*(?:[-*•]|\d{1,4}[.)、])\s+/;

/** Items of a text: a JSON array, else lines with their bullets removed, else parts between commas, 、 or ; . */
export function parseList(text: string): string[] {
  const plain = text.trim();
  const trimmed = /^```[a-z]{0,8}\n/.test(plain) && plain.endsWith("```") ? plain.slice(plain.indexOf("\n") + 1, -3).trim() : plain;
  if (trimmed.startsWith("[") && trimmed.length <= MAX_JSON) {
    try {
      const value: unknown = JSON.parse(trimmed);
      if (Array.isArray(value)) return value.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
    } catch {
      // Not JSON after all: read it as text.
    }
  }
  const lines = withoutHeading(trimmed.split("\n").filter((line) => line.trim() !== ""));
  const parts = lines.length > 1 ? lines.map((line) => line.replace(BULLET, "")) : trimmed.split(/[,，、;；]/);
  return parts.map((part) => part.trim()).filter((part) => part !== "");
}

/** Without a line such as `Colours:` above bullets. */
function withoutHeading(lines: readonly string[]): readonly string[] {
  const [first = "", ...rest] = lines;
  return rest.length > 0 && /[:：]\s*$/.test(first) && !BULLET.test(first) && rest.every((line) => BULLET.test(line)) ? rest : lines;
}

/** The items with the last one parted at its `and`: `red, green and blue`. */
function partedAtAnd(items: readonly string[]): readonly string[] {
  const last = items.at(-1) ?? "";
  const parts = last.split(/^and |\s+(?:and|&)\s+|(?<=[\u3400-\u9fff])[和与及](?=[\u3400-\u9fff])/).filter((part) => part !== "");
  return [...items.slice(0, -1), ...parts];
}

/** 1 when the output lists exactly the expected items; precision, recall and F1 of the items as parts. No gold is unscored. */
export function scoreListMatch(input: ListMatchInput): Score {
  if (input.expected.length === 0) return unscored("There are no expected items to compare with.");
  const normalize = input.normalize ?? normalizeGeneral;
  const compare = input.compare ?? "set";
  const clean = (items: readonly string[]): string[] => {
    // An item of which normalisation leaves nothing, such as the article `a`, is still an item.
    const normal = items.map((item) => normalize(item) || item.trim().toLowerCase()).filter((item) => item !== "");
    return compare === "set" ? [...new Set(normal)] : normal;
  };
  const items = parseList(input.output);
  const wanted = clean(input.expected);
  const plain = clean(items);
  const parted = clean(partedAtAnd(items));
  const found = overlap(parted, wanted).f1 > overlap(plain, wanted).f1 ? parted : plain;
  if (found.length === 0) return unparsed(wanted.join(", "), "The output lists nothing.");
  const parts = overlap(found, wanted);
  const isEqual = compare === "list" ? found.length === wanted.length && found.every((item, index) => item === wanted[index]) : parts.f1 === 1;
  return {
    status: "scored",
    value: isEqual ? 1 : 0,
    extracted: found.join(", "),
    expected: wanted.join(", "),
    why: `${found.length} items against ${wanted.length}, F1 ${parts.f1.toFixed(4)}.`,
    parts,
  };
}

/** `scoreListMatch` as a scorer named `list_match` unless told otherwise. */
export function listMatchScorer(options: ListMatchOptions & { readonly name?: string } = {}): Scorer<readonly string[]> {
  const { name = "list_match", ...rest } = options;
  return { name, score: (answer, sample) => scoreListMatch({ ...rest, output: answer.text, expected: sample.target }) };
}
