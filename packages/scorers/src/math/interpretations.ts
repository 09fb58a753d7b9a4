import { constantTokens, renamedTokens, scaledTokens, unitTokens, withoutArticle, wordValue } from "./alternatives.js";
import { cleanAnswer } from "./clean.js";
import { readValue } from "./read-value.js";
import { optionLabel } from "./texts.js";
import { isOpen, type Token, tokenKey } from "./token.js";
import { tokenize } from "./tokenize.js";
import type { Value } from "./value.js";
import { REMARKS } from "./vocabulary.js";

/** One way to read an answer. */
export interface Interpretation {
  readonly value: Value;
  /** A remark or the text or label of an option was left out. */
  readonly isCut: boolean;
  /** It is the label of an option. */
  readonly isLabel?: boolean;
  /**
   * It was read in a way that the text alone does not bear out: decimal commas need an answer without them, letters as units an
   * answer with a unit, a renamed variable another such one.
   */
  readonly doubt?: "decimal-commas" | "unit-letters" | "renamed";
}

/** Words in brackets behind a number: `9 (apples)`. */
const NOTE = /(?<=[\d}])()\s+\(([A-Za-z][A-Za-z ,'-]{2,60})\)$/;

/** A modulus behind a residue: `7 \pmod{12}`, `7 (mod 12)`. */
const MODULO = /\(?\s*\\?[pb]?mod(?![a-z])\s*\{?\s*(\w{1,12})\s*(?:\}\s*\)?|\)|$)/;
/** Words with a blank between them, such as `no solution`. */
const WORDS = /^[A-Za-z]{1,20}(?: [A-Za-z]{2,20}){1,5}$/;
const ANY_COMMA = /\d,\d/;
/** A comma that can be no decimal comma: beside a blank, between three numbers, or before one group of thousands. */
const NO_DECIMAL = /,(?!\d)|(?<!\d),|\d,\d+,|(?<![\d.])[1-9]\d{0,2},\d{3}(?!\d)|,\d+\.\d/;
const BRACKET = /[([]|\\[{l]/;

/** The ways to read an answer, likeliest first; at most ten. */
export function interpretations(text: string): readonly Interpretation[] {
  const plain = text.replace(NOTE, "$1 \\text{$2}").replace(MODULO, " \\text{modulo} $1");
  const found = tokenize(plain);
  if (found === undefined) return [{ value: { kind: "unread", key: text }, isCut: false }];
  const result = [whole(found.tokens)];
  if (found.isDoubtful) {
    const split = tokenize(plain, "separator");
    if (split !== undefined) result.push(whole(split.tokens));
  }
  if (mayHaveDecimalCommas(plain)) {
    const decimal = tokenize(plain, "decimal");
    if (decimal !== undefined) result.push({ ...whole(decimal.tokens), doubt: "decimal-commas" });
  }
  result.push(...alternatives(plain, found.tokens));
  const option = optionLabel(text);
  if (option !== undefined) result.push(...optionReadings(option.label, option.rest));
  const cut = beforeRemark(found.tokens);
  if (cut !== undefined) result.push({ value: readValue(cut), isCut: true });
  return result;
}

/** `an ellipse` without its article. */
function nameReading(text: string): Interpretation[] {
  const name = withoutArticle(text);
  const tokens = name === undefined ? undefined : tokenize(name)?.tokens;
  return tokens === undefined ? [] : [whole(tokens)];
}

/** Readings of words and letters that mean something beside other answers only. */
function alternatives(text: string, tokens: readonly Token[]): Interpretation[] {
  const word = wordValue(text);
  if (word !== undefined) return [{ value: word, isCut: false }];
  if (WORDS.test(text)) return [{ value: { kind: "text", key: text.toLowerCase(), text: text.replace(/\s+/g, " ") }, isCut: false }, ...nameReading(text)];
  const result: Interpretation[] = [];
  for (const read of [scaledTokens(tokens), constantTokens(tokens)]) if (read !== undefined) result.push(whole(read));
  const unit = unitTokens(tokens);
  if (unit !== undefined) result.push({ ...whole(unit), doubt: "unit-letters" });
  const renamed = renamedTokens(tokens);
  if (renamed !== undefined) result.push({ ...whole(renamed), doubt: "renamed" });
  return result;
}

/** Inside of brackets a comma separates, unless semicolons do. */
function mayHaveDecimalCommas(text: string): boolean {
  return ANY_COMMA.test(text) && !NO_DECIMAL.test(text) && (text.includes(";") || !BRACKET.test(text));
}

function whole(tokens: readonly Token[]): Interpretation {
  return { value: readValue(trimmed(tokens)), isCut: false };
}

/** Without a group around everything. */
function trimmed(tokens: readonly Token[]): readonly Token[] {
  const last = tokens.at(-1);
  return last !== undefined && last.kind === "operator" && (last.value === "=" || last.value === "\\") ? tokens.slice(0, -1) : tokens;
}

function optionReadings(label: string, rest: string): Interpretation[] {
  const letter: Interpretation = { value: { kind: "expression", key: `${label}\u0001`, expression: { kind: "symbol", name: label } }, isCut: true, isLabel: true };
  const tokens = tokenize(cleanAnswer(rest))?.tokens;
  return tokens === undefined || tokens.length === 0 ? [letter] : [letter, { value: readValue(tokens), isCut: true }];
}

/** What stands before `for …`, `where …`, or a remark in brackets at the end. */
function beforeRemark(tokens: readonly Token[]): readonly Token[] | undefined {
  let depth = 0;
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index] as Token;
    if (token.kind === "open") depth += 1;
    else if (token.kind === "close") depth -= 1;
    else if (index > 0 && depth === 0 && token.kind === "text" && REMARKS.has(token.value.toLowerCase())) return withoutComma(tokens.slice(0, index));
    if (isRemarkBracket(tokens, index) && depth === 1) return tokens.slice(0, index);
  }
  return undefined;
}

/** `2 (cut-outs of trees)`: words in brackets behind a number, at the end. */
function isRemarkBracket(tokens: readonly Token[], index: number): boolean {
  if (index === 0 || !isOpen(tokens[index], "(") || tokens[index]?.gap !== true || tokens.at(-1)?.kind !== "close") return false;
  const inner = tokens.slice(index);
  return inner.some(isRelation) || (tokens[index - 1]?.kind === "number" && inner.some((token) => token.kind === "text"));
}

function isRelation(token: Token): boolean {
  return token.kind === "operator" && /^(?:[<>=]|<=|>=|!=|in)$/.test(token.value);
}

function withoutComma(tokens: readonly Token[]): readonly Token[] {
  return tokenKey(tokens.slice(-1)) === ",\u0001" ? tokens.slice(0, -1) : tokens;
}
