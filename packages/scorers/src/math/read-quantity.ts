import { parseExpression } from "./parse-expression.js";
import { isOpen, isOperator, type Token } from "./token.js";
import { isUnitLetter, readUnit, type Unit } from "./units.js";
import type { Value } from "./value.js";

const PERCENT = new Set(["percent", "percentage", "pct"]);
const DEGREES = new Set(["degrees", "degree", "deg", "度"]);

/** Reads tokens that are one quantity: an expression with or without a unit, a word or a sentence. */
export function readQuantity(tokens: readonly Token[], key: string): Value {
  if (tokens.every((token) => token.kind === "text" || isFiller(token))) return { kind: "text", key, text: words(tokens) };
  const start = leadingWords(tokens);
  const whole = parseExpression(tokens);
  if (whole !== undefined) return withTail(tokens, key) ?? { kind: "expression", key, expression: whole };
  const end = unitStart(tokens);
  if (end === tokens.length && start === 0) return { kind: "unread", key };
  const unit = tokens.slice(end);
  const body = [...tokens.slice(start, end), ...signOf(unit)];
  const expression = parseExpression(body);
  if (expression === undefined) return { kind: "unread", key };
  const measure = measureOf(unit);
  return measure === undefined ? { kind: "expression", key, expression } : { kind: "expression", key, expression, unit: measure };
}

/** `5 \mathrm{m}`: an upright letter at the end is a unit. */
function withTail(tokens: readonly Token[], key: string): Value | undefined {
  const end = unitStart(tokens);
  if (end === tokens.length || end === 0) return undefined;
  const expression = parseExpression(tokens.slice(0, end));
  const unit = measureOf(tokens.slice(end));
  return expression === undefined || unit === undefined ? undefined : { kind: "expression", key, expression, unit };
}

/** Index of the first token of the unit at the end; the number of tokens when there is none. */
function unitStart(tokens: readonly Token[]): number {
  let start = tokens.length;
  let hasWord = false;
  while (start > 0) {
    const token = tokens[start - 1] as Token;
    if (isUnitToken(token)) hasWord = true;
    else if (!isUnitMark(tokens, start - 1)) break;
    start -= 1;
  }
  while (start < tokens.length && !(startsUnit(tokens[start] as Token) && isBalanced(tokens, start))) start += 1;
  return hasWord ? start : tokens.length;
}

function startsUnit(token: Token): boolean {
  return isUnitToken(token) || (isParenthesis(token) && token.kind === "open");
}

function isBalanced(tokens: readonly Token[], from: number): boolean {
  let depth = 0;
  for (let index = from; index < tokens.length && depth >= 0; index += 1) {
    const kind = tokens[index]?.kind;
    depth += kind === "open" ? 1 : kind === "close" ? -1 : 0;
  }
  return depth === 0;
}

function isUnitToken(token: Token): boolean {
  return (token.kind === "text" && token.value !== "or" && token.value !== "and") || (token.kind === "symbol" && token.upright && isUnitLetter(token.value));
}

/** Marks inside a unit: `^2`, `/`, a dot, brackets around it. */
function isUnitMark(tokens: readonly Token[], index: number): boolean {
  const token = tokens[index] as Token;
  const before = tokens[index - 1];
  if (isOperator(token, "/") || isOperator(token, "^") || isOperator(token, "*") || isParenthesis(token)) return true;
  if (token.kind === "open" && token.value === "{") return true;
  if (token.kind === "close" && token.value === "{") return true;
  const isRaised = isOperator(before, "^") || (isOpen(before, "{") && isOperator(tokens[index - 2], "^"));
  return (token.kind === "number" && (isRaised || (isOperator(before, "-") && isUnitMark(tokens, index - 1)))) || (isOperator(token, "-") && isRaised);
}

function isParenthesis(token: Token): boolean {
  return (token.kind === "open" || token.kind === "close") && token.value === "(";
}

function leadingWords(tokens: readonly Token[]): number {
  let start = 0;
  while (start < tokens.length && tokens[start]?.kind === "text") start += 1;
  return start;
}

function signOf(unit: readonly Token[]): Token[] {
  const [first] = unit;
  if (unit.length !== 1 || first === undefined) return [];
  if (PERCENT.has(first.value)) return [{ kind: "operator", value: "%", gap: false, upright: false }];
  return DEGREES.has(first.value) ? [{ kind: "operator", value: "°", gap: false, upright: false }] : [];
}

function measureOf(unit: readonly Token[]): Unit | undefined {
  return readUnit(unit.filter((token) => token.kind !== "open" && token.kind !== "close" && !isOperator(token, "*")).map((token) => token.value));
}

function isFiller(token: Token): boolean {
  return isOperator(token, "-") || isOperator(token, "!") || isOperator(token, "'") || isOperator(token, "&") || isOperator(token, "?");
}

function words(tokens: readonly Token[]): string {
  return tokens.map((token) => token.value).join(" ");
}
