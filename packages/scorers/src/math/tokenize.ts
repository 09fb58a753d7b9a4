import { closingBrace } from "../shared/boxed.js";
import type { NumberLiteral } from "./expression.js";
import { MAX_TOKENS } from "./limits.js";
import { type CommaReading, readNumber } from "./read-number.js";
import type { Token, TokenKind } from "./token.js";
import { ACCENTS, BRACKETS, functionName, JOINERS, LAYOUT, OPERATORS, STYLE_COMMANDS, SYMBOLS, TEXT_COMMANDS } from "./vocabulary.js";
import { isUnitWord } from "./units.js";
import { wordTokens } from "./words.js";

export interface Tokens {
  readonly tokens: readonly Token[];
  /** Commas or blanks between digits were read as separators of thousands; they may separate answers. */
  readonly isDoubtful: boolean;
}

const LETTERS = /[A-Za-z]+/y;
const HAN = /[\u3400-\u9fff]+/y;
const OTHER_LETTERS = /[^\x00-\x7f\s]+/y;
const ENVIRONMENT = /\s*\{\s*([A-Za-z]{1,16})\*?\s*\}(?:\s*\{[clr|@. ]{0,40}\})?/y;
const SIGN_WORD = /^(?:negative|minus)$/i;
const STACKED = /^(?:[dtc]?frac|[dt]?binom|choose|over|sqrt)$/;
const SINGLE = new Set("+-*/^_!,;:|=<>%'&~?".split(""));
const MAX_NESTING = 12;

/** Splits an answer into tokens; `undefined` when there are too many. Linear in the length. */
export function tokenize(text: string, commas: CommaReading = "groups"): Tokens | undefined {
  const scanner = new Scanner(text, commas);
  return scanner.run(false, 0) ? { tokens: scanner.tokens, isDoubtful: scanner.isDoubtful } : undefined;
}

class Scanner {
  readonly tokens: Token[] = [];
  isDoubtful = false;
  private text: string;
  private at = 0;
  private gap = false;
  private isUpright = false;
  private listDepth = 0;
  private readonly commas: CommaReading;

  constructor(text: string, commas: CommaReading) {
    this.text = text;
    this.commas = commas;
  }

  run(isUpright: boolean, nesting: number): boolean {
    this.isUpright = isUpright;
    while (this.at < this.text.length) {
      if (this.tokens.length > MAX_TOKENS || nesting > MAX_NESTING) return false;
      if (!this.step(nesting)) return false;
    }
    return true;
  }

  private step(nesting: number): boolean {
    const character = this.text[this.at] as string;
    const code = character.charCodeAt(0);
    if (character === "\\") return this.command(nesting);
    if (character === " " || character === "\n" || character === "\t" || character === "\r" || character === "\u00a0" || character === "~") {
      this.gap = true;
      this.at += 1;
    } else if ((code >= 48 && code <= 57) || (character === "." && /\d/.test(this.text[this.at + 1] ?? ""))) this.number();
    else if ((code >= 65 && code <= 90) || (code >= 97 && code <= 122)) this.word();
    else if (code > 127) this.foreign();
    else this.mark(character);
    return true;
  }

  private push(kind: TokenKind, value: string, literal?: NumberLiteral): void {
    const token = { kind, value, gap: this.gap, upright: this.isUpright };
    this.tokens.push(literal === undefined ? token : { ...token, literal });
    this.gap = false;
    if (kind === "open" && value !== "{") this.listDepth += 1;
    if (kind === "close" && value !== "{") this.listDepth = Math.max(0, this.listDepth - 1);
  }

  private number(): void {
    const previous = this.tokens.at(-1);
    const isAlone = previous?.kind !== "operator" || (previous.value !== "," && previous.value !== ";");
    const found = readNumber(this.text, this.at, this.commas === "groups" && !(this.listDepth === 0 && isAlone) ? "separator" : this.commas);
    if (found === undefined) {
      const end = /^[\d.]*/.exec(this.text.slice(this.at, this.at + 5000))?.[0].length ?? 1;
      this.push("unknown", this.text.slice(this.at, this.at + Math.max(1, end)));
      this.at += Math.max(1, end);
      return;
    }
    this.isDoubtful ||= found.isDoubtful;
    this.push("number", numberText(found.literal), found.literal);
    this.at = found.end;
  }

  private word(): void {
    const run = this.match(LETTERS);
    if ((run === "np" || run === "math") && this.text[this.at] === ".") {
      this.at += 1;
      return;
    }
    if (this.isMark(run)) return;
    for (const token of wordTokens(run, this.isUpright, this.tokens, this.text[this.at])) this.push(token.kind, token.value);
  }

  /** Letters that stand for a sign here: `minus 5`, `6 x 10^3`, `25°C`, `(0,1) U (2,3)`, `log2(8)`. */
  private isMark(run: string): boolean {
    const previous = this.tokens.at(-1);
    const next = this.text.slice(this.at, this.at + 5);
    if (SIGN_WORD.test(run) && /^ +[\d.\\]/.test(next)) this.push("operator", "-");
    else if (run === "x" && previous?.kind === "number" && /^ ?10(?:\^|\*\*)/.test(next)) this.push("operator", "*");
    else if ((run === "C" || run === "F") && this.isDegrees()) this.push("text", run === "C" ? "celsius" : "fahrenheit");
    else if (run === "U" && previous?.kind === "close" && /^ ?[([]/.test(next)) this.push("operator", "cup");
    else if (run === "log" && /^(?:2|10)\(/.test(next)) {
      this.push("function", run);
      this.push("operator", "_");
    } else return false;
    return true;
  }

  private isDegrees(): boolean {
    const last = this.tokens.findLast((token) => token.kind !== "close" || token.value !== "{");
    return last?.kind === "operator" && last.value === "°";
  }

  private foreign(): void {
    const han = this.match(HAN);
    const run = han === "" ? this.match(OTHER_LETTERS) : han;
    this.push("text", JOINERS.get(run) ?? run);
  }

  private mark(character: string): void {
    const pair = this.text.slice(this.at, this.at + 2);
    this.at += 1;
    if (character === "$" || character === "`" || character === '"' || (character === "." && this.tokens.at(-1)?.kind === "text")) this.gap = true;
    else if (pair === "**" || pair === "<=" || pair === ">=" || pair === "!=" || pair === "==") {
      this.at += 1;
      this.push("operator", pair === "**" ? "^" : pair === "==" ? "=" : pair);
    } else if (pair === "!!" || !SINGLE.has(character)) this.bracketOr(character);
    else this.push("operator", character);
  }

  private bracketOr(character: string): void {
    if (character === "(" || character === "[" || character === "{") this.push("open", character);
    else if (character === ")") this.push("close", "(");
    else if (character === "]") this.push("close", "[");
    else if (character === "}") this.push("close", "{");
    else this.push("unknown", character);
  }

  private command(nesting: number): boolean {
    this.at += 1;
    const name = this.match(LETTERS);
    if (name === "") return this.escaped();
    if (LAYOUT.has(name)) {
      this.gap = true;
      if ((name === "left" || name === "right") && this.text[this.at] === ".") this.at += 1;
      return true;
    }
    if (TEXT_COMMANDS.has(name) || STYLE_COMMANDS.has(name)) return this.styled(name, nesting);
    if (ACCENTS.has(name)) return this.accent(name);
    this.named(name);
    return true;
  }

  private named(name: string): void {
    const operator = OPERATORS.get(name);
    const bracket = BRACKETS.get(name);
    const symbol = SYMBOLS.get(name);
    const known = functionName(name);
    if (operator === "or" || operator === "and") this.push("text", operator);
    else if (operator !== undefined) this.push("operator", operator);
    else if (bracket !== undefined) this.push(bracket[0], bracket[1]);
    else if (STACKED.test(name)) this.push("command", name.replace(/^[dtc](?=frac|binom)/, ""));
    else if (name === "begin" || name === "end") this.push("command", `${name} ${this.environment()}`);
    else if (known !== undefined) this.push("function", known);
    else if (symbol !== undefined) this.push("symbol", symbol);
    else if (/^q?quad[a-z]$/i.test(name)) this.push("symbol", name.slice(-1));
    else this.push("unknown", `\\${name}`);
  }

  private environment(): string {
    ENVIRONMENT.lastIndex = this.at;
    const found = ENVIRONMENT.exec(this.text);
    if (found === null) return "";
    this.at += found[0].length;
    return found[1] ?? "";
  }

  private escaped(): boolean {
    const character = this.text[this.at] ?? "";
    this.at += 1;
    const bracket = BRACKETS.get(character);
    if (bracket !== undefined) this.push(bracket[0], bracket[1]);
    else if (character === "%") this.push("operator", "%");
    else if (character === "|") this.push("operator", "|");
    else if (character === "\\") this.push("command", "\\");
    else if (character === "!") return true;
    else this.gap = true;
    return true;
  }

  /** Reads the argument of a command of style as if it stood there by itself. */
  private styled(name: string, nesting: number): boolean {
    const inner = this.argument();
    if (inner === undefined) return true;
    const isText = TEXT_COMMANDS.has(name);
    const trimmed = inner.replaceAll("~", " ").trim();
    const known = isText && !(this.tokens.at(-1)?.kind === "number" && isUnitWord(trimmed)) ? functionName(trimmed) : undefined;
    if (known !== undefined) this.push("function", known);
    else if (name === "mathbb" && /^[A-Z]$/.test(trimmed)) this.push("symbol", trimmed === "R" ? "ℝ" : `${trimmed}${trimmed}`);
    else if (!isText && /^\\?[ijk](?:math)?$/.test(trimmed)) this.push("symbol", `vec ${trimmed.replace(/\W|math/g, "")}`);
    else return this.within(inner, isText, nesting);
    return true;
  }

  private within(inner: string, isUpright: boolean, nesting: number): boolean {
    const outer = { text: this.text, at: this.at, isUpright: this.isUpright };
    this.text = inner;
    this.at = 0;
    const isDone = this.run(isUpright, nesting + 1);
    this.text = outer.text;
    this.at = outer.at;
    this.isUpright = outer.isUpright;
    return isDone;
  }

  private accent(name: string): boolean {
    const inner = this.argument();
    const accent = name.replace("overline", "bar").replace("wide", "");
    if (inner !== undefined) this.push("symbol", `${accent} ${inner.replace(/[\s{}\\]/g, "")}`);
    return true;
  }

  /** The braced argument at this place, or the one character or command there. */
  private argument(): string | undefined {
    while (this.text[this.at] === " " || this.text[this.at] === "*") this.at += 1;
    const start = this.at;
    if (start >= this.text.length) return undefined;
    if (this.text[start] === "{") {
      this.at = closingBrace(this.text, start);
      return this.text.slice(start + 1, this.text[this.at - 1] === "}" ? this.at - 1 : this.at);
    }
    this.at += 1;
    if (this.text[start] === "\\") this.match(LETTERS);
    return this.text.slice(start, this.at);
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }
}

function numberText(literal: NumberLiteral): string {
  const { numerator, denominator } = literal.value;
  return denominator === 1n ? numerator.toString() : `${numerator}/${denominator}`;
}
