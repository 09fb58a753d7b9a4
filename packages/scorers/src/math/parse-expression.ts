import { type Expression, isProperFraction, negative, product, sum } from "./expression.js";
import { MAX_DEPTH } from "./limits.js";
import { parseAbsolute, parseCombinations, parseCommand, parseFunction, stacked } from "./parse-pieces.js";
import { isOpen, isOperator, type Token } from "./token.js";
import type { TokenReader } from "./token-reader.js";

/** Parses a run of tokens as one expression; `undefined` when they are none. Never throws; linear in the number of tokens. */
export function parseExpression(tokens: readonly Token[]): Expression | undefined {
  if (tokens.length === 0) return undefined;
  const parser = new Parser(tokens);
  const expression = parser.withChoice(parser.sum());
  return parser.isAtEnd() ? expression : undefined;
}

const CALLED = new Set(["f", "g", "F", "G"]);

/** A parser by recursive descent. Every method gives `undefined` when the tokens do not fit. */
class Parser implements TokenReader {
  depth = 0;
  private at = 0;
  private bars = 0;
  private readonly tokens: Token[];

  constructor(tokens: readonly Token[]) {
    this.tokens = [...tokens];
  }

  isAtEnd(): boolean {
    return this.at >= this.tokens.length;
  }

  peek(offset = 0): Token | undefined {
    return this.tokens[this.at + offset];
  }

  take(): Token | undefined {
    return this.tokens[this.at++];
  }

  /** Puts a token in front of what is left. */
  putBack(token: Token): void {
    this.at -= 1;
    this.tokens[this.at] = token;
  }

  takeOperator(value: string): boolean {
    if (!isOperator(this.peek(), value)) return false;
    this.at += 1;
    return true;
  }

  takeClose(value: string): boolean {
    const token = this.peek();
    if (token?.kind !== "close" || token.value !== value) return false;
    this.at += 1;
    return true;
  }

  /** Terms joined by plus and minus. */
  sum(): Expression | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    const items: Expression[] = [];
    for (;;) {
      const isNegative = this.takeSigns();
      const term = this.term(false);
      if (term === undefined) return undefined;
      items.push(isNegative ? negative(term) : term);
      if (!isOperator(this.peek(), "+") && !isOperator(this.peek(), "-")) break;
    }
    this.depth -= 1;
    return sum(items);
  }

  private takeSigns(): boolean {
    let isNegative = false;
    for (;;) {
      if (this.takeOperator("-")) isNegative = !isNegative;
      else if (!this.takeOperator("+")) return isNegative;
    }
  }

  /** Factors joined by multiplication, written or not, and division. `isArgument`: stops before the next function or written operator. */
  term(isArgument: boolean): Expression | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    let items: Expression[] = [];
    const first = this.factor();
    if (first === undefined) return undefined;
    items.push(first);
    for (;;) {
      const token = this.peek();
      if (!isArgument && isOperator(token, "*")) {
        this.at += 1;
        const factor = this.signedFactor();
        if (factor === undefined) return undefined;
        items.push(factor);
      } else if (isOperator(token, "/") && (!isArgument || this.isPlainDivision(items))) {
        this.at += 1;
        const bottom = this.signedFactor();
        if (bottom === undefined) return undefined;
        items = [{ kind: "quotient", top: product(items), bottom }];
      } else if (this.startsFactor(token, isArgument)) {
        const factor = this.factor();
        if (factor === undefined) return undefined;
        items.push(factor);
      } else break;
    }
    this.depth -= 1;
    return product(items);
  }

  /** `\sin \pi/4` means the sine of a quarter of π. */
  private isPlainDivision(items: readonly Expression[]): boolean {
    return this.peek(1)?.kind === "number" && items.some((item) => item.kind === "symbol" && item.name === "π");
  }

  signedFactor(): Expression | undefined {
    const isNegative = this.takeSigns();
    const factor = this.factor();
    return factor !== undefined && isNegative ? negative(factor) : factor;
  }

  private startsFactor(token: Token | undefined, isArgument: boolean): boolean {
    if (token === undefined) return false;
    if (token.kind === "function") return !isArgument;
    if (isOperator(token, "|")) return this.bars === 0;
    if (token.kind === "command") return token.value !== "\\" && !token.value.startsWith("end") && token.value !== "choose" && token.value !== "over";
    return token.kind === "number" || token.kind === "symbol" || token.kind === "open";
  }

  /** A base with its powers and what follows it: `x^2`, `5!`, `30°`. */
  factor(): Expression | undefined {
    if (++this.depth > MAX_DEPTH) return undefined;
    const base = this.primary();
    const result = base === undefined ? undefined : this.postfix(base);
    this.depth -= 1;
    return result;
  }

  postfix(base: Expression): Expression | undefined {
    let result = base;
    for (;;) {
      if (this.takeOperator("!")) result = { kind: "call", name: "factorial", items: [result] };
      else if (this.takeOperator("%")) result = { kind: "sign", sign: "percent", item: result };
      else if (this.takeOperator("°")) result = { kind: "sign", sign: "degree", item: result };
      else if (isOperator(this.peek(), "^")) {
        this.at += 1;
        const powered = this.power(result);
        if (powered === undefined) return undefined;
        result = powered;
      } else return result;
    }
  }

  private power(base: Expression): Expression | undefined {
    if (this.takeOperator("°")) return { kind: "sign", sign: "degree", item: base };
    if (isOpen(this.peek(), "{") && isOperator(this.peek(1), "°") && this.peek(2)?.kind === "close") {
      this.at += 3;
      return { kind: "sign", sign: "degree", item: base };
    }
    const exponent = this.exponent();
    return exponent === undefined ? undefined : { kind: "power", base, exponent };
  }

  /** What follows `^`: a group, or a factor with a sign. */
  exponent(): Expression | undefined {
    if (isOpen(this.peek(), "{")) return this.primary();
    return this.signedFactor();
  }

  primary(): Expression | undefined {
    const token = this.take();
    if (token === undefined) return undefined;
    if (token.kind === "number" && token.literal !== undefined) return this.mixed({ kind: "number", literal: token.literal });
    if (token.kind === "symbol") return this.symbol(token);
    if (token.kind === "open") return this.group(token.value);
    if (token.kind === "function") return parseFunction(this, token.value);
    if (token.kind === "command") return parseCommand(this, token.value);
    if (isOperator(token, "|")) {
      this.bars += 1;
      const inner = parseAbsolute(this);
      this.bars -= 1;
      return inner;
    }
    return undefined;
  }

  group(opened: string): Expression | undefined {
    const bars = this.bars;
    this.bars = 0;
    const inner = this.sum();
    this.bars = bars;
    if (inner === undefined) return undefined;
    const whole = opened === "{" ? this.withChoice(inner) : inner;
    if (whole === undefined || !this.takeClose(opened) || opened === "set" || opened === "angle") return undefined;
    return opened === "floor" || opened === "ceil" ? { kind: "call", name: opened, items: [whole] } : whole;
  }

  /** `n \choose k` behind its upper number, `a \over b` behind its numerator. */
  withChoice(upper: Expression | undefined): Expression | undefined {
    const { kind, value } = this.peek() ?? {};
    if (upper === undefined || kind !== "command" || (value !== "choose" && value !== "over")) return upper;
    this.at += 1;
    return stacked(value, upper, this.sum());
  }

  /** `2\frac{1}{3}` and `2 1/3` are mixed numbers. */
  private mixed(number: Expression & { readonly kind: "number" }): Expression | undefined {
    if (number.literal.decimals !== undefined) return this.based(number);
    const next = this.peek();
    if (next?.kind === "command" && next.value === "frac") {
      const fraction = this.primary();
      if (fraction === undefined) return undefined;
      return isProperFraction(fraction) ? sum([number, fraction]) : product([number, fraction]);
    } else if (next?.kind === "number" && next.gap && isOperator(this.peek(1), "/") && this.peek(2)?.kind === "number") {
      const top = next.literal;
      const bottom = this.peek(2)?.literal;
      if (top !== undefined && bottom !== undefined) {
        const fraction: Expression = { kind: "quotient", top: { kind: "number", literal: top }, bottom: { kind: "number", literal: bottom } };
        if (isProperFraction(fraction)) {
          this.at += 3;
          return sum([number, fraction]);
        }
      }
    }
    return this.based(number);
  }

  /** A number with its base: `204_5`. */
  private based(number: Expression & { readonly kind: "number" }): Expression | undefined {
    if (!isOperator(this.peek(), "_")) return number;
    const index = this.index();
    return index === undefined ? undefined : { kind: "call", name: `base ${index}`, items: [number] };
  }

  private symbol(token: Token): Expression | undefined {
    let name = token.value;
    for (;;) {
      if (this.takeOperator("'")) name += "'";
      else if (isOperator(this.peek(), "^") && this.isPrimes(1)) name += this.takePrimes();
      else if (isOperator(this.peek(), "_")) {
        const index = this.index();
        if (index === undefined) return undefined;
        name += `_${index}`;
      } else break;
    }
    if (token.value === "C" && isOperator(this.peek(), "^")) return parseCombinations(this, name);
    return this.isCall(name) ? this.call(name) : { kind: "symbol", name };
  }

  private isPrimes(offset: number): boolean {
    const next = this.peek(offset);
    return isOperator(next, "'") || (isOpen(next, "{") && isOperator(this.peek(offset + 1), "'"));
  }

  private takePrimes(): string {
    this.at += 1;
    const isGroup = isOpen(this.peek(), "{");
    if (isGroup) this.at += 1;
    let primes = "";
    while (this.takeOperator("'")) primes += "'";
    if (isGroup) this.takeClose("{");
    return primes;
  }

  /** The text of an index after `_`. */
  private index(): string | undefined {
    this.at += 1;
    const first = this.take();
    if (first === undefined) return undefined;
    if (!isOpen(first, "{")) return first.kind === "number" || first.kind === "symbol" || first.kind === "text" ? first.value : undefined;
    let text = "";
    for (let depth = 1; depth > 0; ) {
      const token = this.take();
      if (token === undefined) return undefined;
      if (isOpen(token, "{")) depth += 1;
      else if (token.kind === "close" && token.value === "{") depth -= 1;
      else text += token.value;
    }
    return text;
  }

  private isCall(name: string): boolean {
    if (!isOpen(this.peek(), "(") || name === "i" || name === "π" || name === "e") return false;
    if (CALLED.has(name) || name.endsWith("'")) return true;
    const inner = this.peek(1);
    const after = this.peek(2);
    return (inner?.kind === "number" || inner?.kind === "symbol") && after?.kind === "close" && after.value === "(";
  }

  private call(name: string): Expression | undefined {
    this.at += 1;
    const items: Expression[] = [];
    do {
      const item = this.sum();
      if (item === undefined) return undefined;
      items.push(item);
    } while (this.takeOperator(","));
    return this.takeClose("(") ? { kind: "call", name: `?${name}`, items } : undefined;
  }
}
