import { parseExpression } from "./parse-expression.js";
import { isBracketed, splitTop } from "./split.js";
import { readQuantity } from "./read-quantity.js";
import { isOperator, type Token, tokenKey } from "./token.js";
import type { Relation, Value } from "./value.js";

const RELATIONS = new Set<string>(["=", "~=", "!=", "<", ">", "<=", ">=", "in", ":"]);
const MAX_NESTING = 12;
const MAX_ITEMS = 200;

/** Reads tokens as an answer: a list, a relation, a set, an interval, an expression, a word. */
export function readValue(tokens: readonly Token[], nesting = 0): Value {
  const key = tokenKey(tokens);
  if (nesting > MAX_NESTING || tokens.length === 0) return { kind: "unread", key };
  return readList(tokens, key, nesting) ?? readSingle(tokens, key, nesting);
}

function readList(tokens: readonly Token[], key: string, nesting: number): Value | undefined {
  const semicolons = splitTop(tokens, (token) => isOperator(token, ";")).runs;
  const byJoiner = semicolons.length > 1 ? { runs: semicolons, splits: [] } : splitTop(tokens, isJoiner);
  const outer = byJoiner.runs.filter((run) => run.length > 0);
  const groups = outer.map((run) => splitTop(run, (token) => isOperator(token, ",") || isJoiner(token)).runs.filter((inner) => inner.length > 0));
  const runs = groups.flat();
  if (runs.length > MAX_ITEMS) return undefined;
  if (runs.length < 2) return runs.length === 1 && runs[0]?.length !== tokens.length ? readValue(runs[0] ?? [], nesting + 1) : undefined;
  const joiner = byJoiner.splits[0]?.value === "or" ? "or" : byJoiner.splits[0]?.value === "and" ? "and" : ",";
  const values = groups.map((group) => withoutRanges(group.map((run) => readValue(run, nesting + 1))));
  if (groups.length > 1 && isTable(values)) {
    return { kind: "list", key, joiner, items: values.map((items, row) => ({ kind: "list", key: tokenKey(outer[row] ?? []), joiner: ",", items })) };
  }
  const items = values.flat().flatMap((value) => (value.kind === "list" ? value.items : [value]));
  const [only] = items;
  return items.length === 1 && only !== undefined ? only : { kind: "list", key, joiner, items };
}

/** Without remarks such as `k ∈ ℤ` behind an answer. */
function withoutRanges(values: readonly Value[]): readonly Value[] {
  const kept = values.filter((value) => !isRange(value));
  return kept.length === 0 ? values : kept;
}

function isRange(value: Value): boolean {
  const side = value.kind === "relation" && value.relations[0] === "in" ? value.sides[1] : undefined;
  return side !== undefined && /^(?:ZZ?|NN?)\u0001/.test(side.key);
}

/** Rows of assignments: `p=5, q=2; p=7, q=2`. */
function isTable(rows: readonly (readonly Value[])[]): boolean {
  const width = rows[0]?.length ?? 0;
  return width > 1 && rows.every((row) => row.length === width && row.every((item) => item.kind === "relation"));
}

function isJoiner(token: Token): boolean {
  return token.kind === "text" && (token.value === "or" || token.value === "and");
}

/** The equations of `\begin{cases}` as if commas stood between them. */
function readCases(tokens: readonly Token[], nesting: number): Value | undefined {
  if (tokens[0]?.value !== "begin cases" || tokens.at(-1)?.value !== "end cases") return undefined;
  const inner = tokens.slice(1, -1).filter((token) => !isOperator(token, "&"));
  return readValue(inner.map((token): Token => (token.value === "\\" ? { kind: "operator", value: ",", gap: false, upright: false } : token)), nesting + 1);
}

function readSingle(tokens: readonly Token[], key: string, nesting: number): Value {
  const cases = readCases(tokens, nesting);
  if (cases !== undefined) return cases;
  const relation = readRelation(tokens, key, nesting);
  if (relation !== undefined) return relation;
  const joined = readJoined(tokens, key, nesting);
  if (joined !== undefined) return joined;
  if (isBracketed(tokens)) {
    const bracketed = readBracketed(tokens, key, nesting);
    if (bracketed !== undefined) return bracketed;
  }
  if (tokens.some(isPlusMinus)) {
    const items = [signs(tokens, "+", "-"), signs(tokens, "-", "+")].map((run) => readValue(run, nesting + 1));
    return { kind: "list", key, joiner: ",", items };
  }
  return readQuantity(tokens, key);
}

function signs(tokens: readonly Token[], plus: string, minus: string): Token[] {
  return tokens.map((token) => (token.value === "±" ? { ...token, value: plus } : token.value === "∓" ? { ...token, value: minus } : token));
}

function readRelation(tokens: readonly Token[], key: string, nesting: number): Value | undefined {
  const { runs, splits } = splitTop(tokens, (token) => token.kind === "operator" && RELATIONS.has(token.value));
  if (splits.length === 0 || splits.length > 30) return undefined;
  if (tokens.some(isPlusMinus)) {
    const items = [signs(tokens, "+", "-"), signs(tokens, "-", "+")].map((run) => readValue(run, nesting + 1));
    return { kind: "list", key, joiner: ",", items };
  }
  const kept = runs[0]?.length === 0 ? runs.slice(1) : runs;
  const relations = (runs[0]?.length === 0 ? splits.slice(1) : splits).map((token) => token.value as Relation);
  const [only] = kept;
  if (kept.length === 1 && only !== undefined) return readValue(only, nesting + 1);
  if (kept.some((run) => run.length === 0)) return undefined;
  return { kind: "relation", key, relations, sides: kept.map((run) => readValue(run, nesting + 1)) };
}

function readJoined(tokens: readonly Token[], key: string, nesting: number): Value | undefined {
  for (const operator of ["cup", "cap", "setminus"] as const) {
    const { runs } = splitTop(tokens, (token) => isOperator(token, operator));
    if (runs.length > 1 && runs.every((run) => run.length > 0)) {
      return { kind: "joined", key, operator, items: runs.map((run) => readValue(run, nesting + 1)) };
    }
  }
  return undefined;
}

function readBracketed(tokens: readonly Token[], key: string, nesting: number): Value | undefined {
  const [open, close] = [valueOf(tokens[0]), valueOf(tokens.at(-1))];
  const inner = tokens.slice(1, -1);
  if (open === "set" && close === "set") return readSet(inner, key, nesting);
  if (open === "{" && close === "{") return plainGroup(inner, key, nesting);
  const left = roundBracket(open);
  const right = roundBracket(close);
  if (left === undefined || right === undefined) return undefined;
  const { runs } = splitTop(inner, (token) => isOperator(token, ",") || isOperator(token, ";"));
  const filled = runs.filter((run) => run.length > 0);
  if (runs.length > MAX_ITEMS) return undefined;
  const isShortList = left === "[" && right === "[" && filled.length < 2 && parseExpression(tokens) === undefined;
  if (runs.length > 1 || isShortList) {
    if (tokens.some(isPlusMinus)) return undefined;
    return { kind: "tuple", key, open: left, close: right, items: filled.map((run) => readValue(run, nesting + 1)) };
  }
  if (left !== right || filled.length === 0) return undefined;
  const whole = parseExpression(tokens);
  return whole === undefined ? readValue(inner, nesting + 1) : { kind: "expression", key, expression: whole };
}

function valueOf(token: Token | undefined): string {
  return token === undefined ? "" : token.value;
}

function roundBracket(bracket: string): "(" | "[" | undefined {
  return bracket === "angle" || bracket === "(" ? "(" : bracket === "[" ? "[" : undefined;
}

function isPlusMinus(token: Token): boolean {
  return token.value === "±" || token.value === "∓";
}

/** `{1, 2}` and `{x | x > 0}` with plain braces mean sets, other plain braces nothing. */
function plainGroup(inner: readonly Token[], key: string, nesting: number): Value | undefined {
  const isBuilder = splitTop(inner, (token) => isOperator(token, "|")).runs.length === 2;
  return isBuilder ? readSet(inner, key, nesting) : readValue(inner, nesting + 1);
}

function readSet(inner: readonly Token[], key: string, nesting: number): Value {
  const bars = splitTop(inner, (token) => isOperator(token, "|") || isOperator(token, ":"));
  const [element, ...rest] = bars.runs;
  if (element !== undefined && element.length > 0 && rest.length > 0 && (rest[0]?.length !== 0 || rest.length > 2) && isOddBars(bars.splits)) {
    return { kind: "builder", key, element: readValue(element, nesting + 1), condition: readValue(inner.slice(element.length + 1), nesting + 1) };
  }
  const { runs } = splitTop(inner, (token) => isOperator(token, ",") || isOperator(token, ";"));
  const items = runs.filter((run) => run.length > 0).map((run) => readValue(run, nesting + 1));
  return { kind: "set", key, items: items.flatMap((item) => (item.kind === "list" ? item.items : [item])) };
}

/** An even number of bars are signs of absolute value. */
function isOddBars(splits: readonly Token[]): boolean {
  return splits.filter((token) => token.value === "|").length % 2 === 1 || splits[0]?.value === ":";
}
