import { type Expression, integer, MINUS_ONE, negative, product, sum } from "./expression.js";
import type { TokenReader } from "./token-reader.js";
import { isOpen, isOperator, type Token } from "./token.js";

const MATRICES = new Set(["pmatrix", "bmatrix", "Bmatrix", "matrix", "smallmatrix", "array"]);
const MAX_CELLS = 100;

/** Parses what follows a command such as `frac`. */
export function parseCommand(parser: TokenReader, name: string): Expression | undefined {
  if (name === "frac") {
    const top = argument(parser, true);
    const bottom = top === undefined ? undefined : argument(parser, true);
    return top === undefined || bottom === undefined ? undefined : { kind: "quotient", top, bottom };
  }
  if (name === "binom") {
    const upper = argument(parser, true);
    const lower = upper === undefined ? undefined : argument(parser, true);
    return upper === undefined || lower === undefined ? undefined : { kind: "call", name, items: [upper, lower] };
  }
  if (name === "sqrt") return parseRoot(parser);
  if (name.startsWith("begin ")) return parseMatrix(parser, name.slice(6));
  return undefined;
}

/** `a \over b` and `n \choose k`. */
export function stacked(command: string, upper: Expression, lower: Expression | undefined): Expression | undefined {
  if (lower === undefined) return undefined;
  return command === "over" ? { kind: "quotient", top: upper, bottom: lower } : { kind: "call", name: "binom", items: [upper, lower] };
}

function parseRoot(parser: TokenReader): Expression | undefined {
  let index: Expression | undefined;
  if (isOpen(parser.peek(), "[")) {
    parser.take();
    index = parser.sum();
    if (index === undefined || !parser.takeClose("[")) return undefined;
  }
  const radicand = argument(parser, false);
  if (radicand === undefined) return undefined;
  return { kind: "call", name: "root", items: [radicand, index ?? integer(2n)] };
}

/** The argument of a command: a group, or one token; of `12` in `\frac12` the first digit. */
function argument(parser: TokenReader, isDigit: boolean): Expression | undefined {
  const token = parser.peek();
  if (token === undefined) return undefined;
  if (isDigit && token.kind === "number" && token.literal?.decimals === undefined && token.value.length > 1 && /^\d+$/.test(token.value)) {
    parser.take();
    const rest = token.value.slice(1);
    parser.putBack({ ...token, value: rest, gap: false, literal: { value: { numerator: BigInt(rest), denominator: 1n }, decimals: undefined, significant: rest.length } });
    return integer(BigInt(token.value[0] ?? "0"));
  }
  if (token.kind === "operator" && token.value !== "|") return undefined;
  return parser.primary();
}

/** Parses what follows `|`: up to the bar that closes it. */
export function parseAbsolute(parser: TokenReader): Expression | undefined {
  const inner = parser.sum();
  return inner !== undefined && parser.takeOperator("|") ? { kind: "call", name: "abs", items: [inner] } : undefined;
}

/** Parses the power, base and argument of a function: `\sin^2 x`, `\log_2 8`, `\sqrt(3)`. */
export function parseFunction(parser: TokenReader, name: string): Expression | undefined {
  let base: Expression | undefined;
  let power: Expression | undefined;
  for (let count = 0; count < 2; count += 1) {
    if (isOperator(parser.peek(), "_")) {
      parser.take();
      base = parser.primary();
      if (base === undefined) return undefined;
    } else if (isOperator(parser.peek(), "^")) {
      parser.take();
      power = parser.exponent();
      if (power === undefined) return undefined;
    }
  }
  const isInverse = power !== undefined && isMinusOne(power) && /^(?:sin|cos|tan|cot|sec|csc)$/.test(name);
  const items = functionArguments(parser);
  if (items === undefined) return undefined;
  const call = named(isInverse ? `arc${name}` : name, items, base);
  return power === undefined || isInverse ? call : { kind: "power", base: call, exponent: power };
}

function functionArguments(parser: TokenReader): readonly Expression[] | undefined {
  const opened = parser.peek();
  if (opened?.kind !== "open" || (opened.value !== "(" && opened.value !== "[" && opened.value !== "{")) {
    if (opened?.kind === "function") {
      parser.take();
      const inner = parseFunction(parser, opened.value);
      return inner === undefined ? undefined : [inner];
    }
    const isNegative = parser.takeOperator("-");
    const item = parser.term(true);
    return item === undefined ? undefined : [isNegative ? negative(item) : item];
  }
  parser.take();
  const items: Expression[] = [];
  do {
    const item = parser.sum();
    if (item === undefined) return undefined;
    items.push(item);
  } while (parser.takeOperator(","));
  return parser.takeClose(opened.value) ? items : undefined;
}

function isMinusOne(power: Expression): boolean {
  return power.kind === "product" && power.items.length === 2 && power.items[0] === MINUS_ONE && power.items[1]?.kind === "number" && power.items[1].literal.value.numerator === 1n;
}

function named(name: string, items: readonly Expression[], base: Expression | undefined): Expression {
  const [first = integer(0n)] = items;
  if (name === "sqrt") return { kind: "call", name: "root", items: [first, integer(2n)] };
  if (name === "cbrt") return { kind: "call", name: "root", items: [first, integer(3n)] };
  if (name === "exp") return { kind: "power", base: { kind: "symbol", name: "e" }, exponent: first };
  if (name === "log10") return { kind: "call", name: "log", items: [first, integer(10n)] };
  if (name === "log" && base !== undefined) return { kind: "call", name, items: [first, base] };
  if (name === "cis") {
    const angle = product([{ kind: "symbol", name: "i" }, first]);
    return { kind: "power", base: { kind: "symbol", name: "e" }, exponent: angle };
  }
  return { kind: "call", name, items };
}

function parseMatrix(parser: TokenReader, environment: string): Expression | undefined {
  if (!MATRICES.has(environment) && environment !== "vmatrix") return undefined;
  const rows: Expression[][] = [];
  let row: Expression[] = [];
  let cells = 0;
  for (;;) {
    if (endsMatrix(parser.peek(), environment)) break;
    if (++cells > MAX_CELLS) return undefined;
    const cell = parser.sum();
    if (cell === undefined) return undefined;
    row.push(cell);
    if (parser.takeOperator("&")) continue;
    rows.push(row);
    row = [];
    const next = parser.peek();
    if (next?.kind === "command" && next.value === "\\") parser.take();
    else if (!endsMatrix(next, environment)) return undefined;
  }
  parser.take();
  const width = rows[0]?.length ?? 0;
  if (width === 0 || rows.some((cells) => cells.length !== width)) return undefined;
  const matrix: Expression = { kind: "matrix", rows };
  return environment === "vmatrix" ? determinant(rows) : matrix;
}

const MAX_DETERMINANT = 4;

/** A determinant by expansion along the first row. */
function determinant(rows: readonly (readonly Expression[])[]): Expression | undefined {
  const [first = []] = rows;
  if (rows.length !== first.length || rows.length > MAX_DETERMINANT) return undefined;
  if (first.length === 1) return first[0];
  const terms: Expression[] = [];
  for (const [column, cell] of first.entries()) {
    const minor = determinant(rows.slice(1).map((row) => row.filter((_, index) => index !== column)));
    if (minor === undefined) return undefined;
    const term = product([cell, minor]);
    terms.push(column % 2 === 0 ? term : negative(term));
  }
  return sum(terms);
}

function endsMatrix(token: Token | undefined, environment: string): boolean {
  return token?.kind === "command" && token.value === `end ${environment}`;
}

/** Parses the power behind `C_n`: `C_5^2` is a number of combinations, `C_1^2` the square of a constant. */
export function parseCombinations(parser: TokenReader, name: string): Expression | undefined {
  const upper = /^C_(?:([a-z])|(\d{1,6}))$/.exec(name);
  const symbol: Expression = { kind: "symbol", name };
  const next = isOpen(parser.peek(1), "{") ? parser.peek(2) : parser.peek(1);
  if (upper === null || (next?.kind !== "number" && next?.kind !== "symbol")) return symbol;
  const [, letter, digits = "0"] = upper;
  if (letter === undefined && (next.literal === undefined || next.literal.value.numerator > BigInt(digits))) return symbol;
  parser.take();
  const lower = parser.exponent();
  const total: Expression = letter === undefined ? integer(BigInt(digits)) : { kind: "symbol", name: letter };
  return lower === undefined ? undefined : { kind: "call", name: "binom", items: [total, lower] };
}
