import { ConfigError, isRecord } from "@evalkit/core";

/** Options as a command line or a file gives them, keyed by the flag's name with underscores. */
export type RawOptions = Readonly<Record<string, unknown>>;

const WHOLE = /^[+-]?\d{1,15}$/;
const DECIMAL = /^[+-]?(?:\d{1,15}(?:\.\d{0,20})?|\.\d{1,20})(?:[eE][+-]?\d{1,3})?$/;

interface NumberRule {
  readonly whole?: boolean;
  readonly least?: number;
  readonly most?: number;
}

/** Reads options by name and type. Each reader throws a ConfigError that names the flag, what was expected and what was given. */
export class RawReader {
  readonly #raw: RawOptions;

  constructor(raw: RawOptions) {
    this.#raw = raw;
  }

  has(key: string): boolean {
    return this.#raw[key] !== undefined;
  }

  text(key: string): string | undefined {
    const value = this.#raw[key];
    if (value === undefined) return undefined;
    if (typeof value === "string") return value;
    throw wrong(key, "a text", value);
  }

  texts(key: string): readonly string[] | undefined {
    const value = this.#raw[key];
    if (value === undefined) return undefined;
    if (typeof value === "string") return [value];
    if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
    throw wrong(key, "a list of texts", value);
  }

  truth(key: string): boolean | undefined {
    const value = this.#raw[key];
    if (value === undefined || typeof value === "boolean") return value;
    if (value === "true" || value === "True" || value === "1") return true;
    if (value === "false" || value === "False" || value === "0") return false;
    throw wrong(key, "true or false", value);
  }

  number(key: string, rule: NumberRule = {}): number | undefined {
    const value = this.#raw[key];
    return value === undefined ? undefined : numberOf(key, value, rule);
  }

  numbers(key: string, rule: NumberRule = {}): readonly number[] | undefined {
    const value = this.#raw[key];
    if (value === undefined) return undefined;
    const items = (Array.isArray(value) ? value : [value]).flatMap((item: unknown) => (typeof item === "string" ? item.split(",").filter((part) => part.trim() !== "") : [item]));
    if (items.length === 0) throw wrong(key, "one or more numbers", value);
    return items.map((item) => numberOf(key, item, rule));
  }

  oneOf<const Words extends readonly string[]>(key: string, words: Words): Words[number] | undefined {
    const value = this.#raw[key];
    if (value === undefined || (typeof value === "string" && words.includes(value))) return value as Words[number] | undefined;
    throw wrong(key, `one of ${words.join(", ")}`, value);
  }

  /** A JSON object, as a text or read already. The text is not repeated in errors: it may hold a key. */
  mapping(key: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.json(key);
    if (value === undefined || isRecord(value)) return value;
    throw new ConfigError(`${flag(key)} must be a JSON object.`);
  }

  json(key: string): unknown {
    const value = this.#raw[key];
    if (typeof value !== "string") return value;
    try {
      return JSON.parse(value) as unknown;
    } catch (cause) {
      throw new ConfigError(`${flag(key)} is not valid JSON.`, { cause, hint: "Put it in single quotes in the shell; keys and texts go in double quotes." });
    }
  }

  /** `a=b` pairs, or a JSON object. Values are not repeated in errors. */
  pairs(key: string): Readonly<Record<string, string>> {
    const given = this.#raw[key];
    if (given === undefined) return {};
    if (isRecord(given)) return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]));
    return Object.fromEntries(
      (this.texts(key) ?? []).map((pair) => {
        const sign = pair.search(/[=:]/);
        if (sign <= 0) throw new ConfigError(`${flag(key)} takes name=value pairs.`);
        return [pair.slice(0, sign).trim(), pair.slice(sign + 1).trim()];
      }),
    );
  }
}

/** How a flag is written. */
export function flag(key: string): string {
  return `--${key.replaceAll("_", "-")}`;
}

function numberOf(key: string, value: unknown, { whole = false, least, most }: NumberRule): number {
  const pattern = whole ? WHOLE : DECIMAL;
  const parsed = typeof value === "number" ? value : typeof value === "string" && pattern.test(value.trim()) ? Number(value) : Number.NaN;
  const fits = Number.isFinite(parsed) && (!whole || Number.isSafeInteger(parsed)) && parsed >= (least ?? -Infinity) && parsed <= (most ?? Infinity);
  if (fits) return parsed;
  const bounds = least === undefined ? "" : most === undefined ? ` from ${least} up` : ` from ${least} to ${most}`;
  throw wrong(key, `${whole ? "a whole number" : "a number"}${bounds}`, value);
}

function wrong(key: string, wanted: string, value: unknown): ConfigError {
  const written = typeof value === "object" ? "a list or mapping" : JSON.stringify(value);
  return new ConfigError(`${flag(key)} must be ${wanted}, not ${(written ?? "nothing").slice(0, 60)}.`);
}

const UNITS_MS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 };

/** Milliseconds of `200ms`, `1.5s`, `2m`; a bare number counts in `bareUnit`. Throws a ConfigError naming `place`. */
export function durationMs(text: string, place: string, bareUnit?: "ms" | "s"): number {
  const found = /^([0-9]*\.?[0-9]+)\s*([a-z]*)$/.exec(text.trim());
  const unit = found?.[2] === "" ? bareUnit : found?.[2];
  const factor = unit === undefined ? undefined : UNITS_MS[unit];
  if (found?.[1] === undefined || factor === undefined) throw new ConfigError(`${place} must be a duration such as 200ms or 1.5s, not ${JSON.stringify(text).slice(0, 40)}.`);
  return Number(found[1]) * factor;
}
