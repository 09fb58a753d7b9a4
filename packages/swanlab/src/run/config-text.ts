import { isRecord, redactKeys, Secret } from "@evalkit/core";
import { cut } from "../cut.js";

const MOST_DEPTH = 64;
const MOST_KEY_CHARACTERS = 512;
/** What YAML 1.1 takes for a line break, a mark or no text at all, inside quotes too. */
const UNSAFE_IN_YAML = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

/** The configuration as SwanLab keeps it: each name with its value, an empty description and its place. */
export type ConfigEntries = Readonly<Record<string, { readonly value: unknown; readonly desc: ""; readonly sort: number }>>;

/** Plain JSON data of any configuration; what stands under a secret's name is replaced. */
export function configEntries(config: Readonly<Record<string, unknown>>): ConfigEntries {
  const redacted = redactKeys(toPlain(config, 0, new Set()));
  const plain = isRecord(redacted) ? redacted : {};
  return Object.fromEntries(Object.entries(plain).map(([key, value], sort) => [key, { value, desc: "" as const, sort }]));
}

/** JSON that the YAML 1.1 reader of `swanlab sync` reads as the same data. */
export function toYamlSafeJson(value: unknown): string {
  return `${write(value, "")}\n`;
}

function toPlain(value: unknown, depth: number, above: ReadonlySet<unknown>): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return value.toWellFormed();
  if (typeof value === "number") return plainNumber(value);
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === "symbol" || typeof value === "function") return String(value);
  if (typeof value !== "object") return undefined;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof Secret) return String(value);
  if (depth > MOST_DEPTH || above.has(value)) return "[…]";
  const inside = new Set([...above, value]);
  if (value instanceof Set || Array.isArray(value)) return [...value].map((item) => toPlain(item, depth + 1, inside) ?? null);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const kept = entries.map(([key, member]) => [keyText(key), toPlain(member, depth + 1, inside)] as const);
  return Object.fromEntries(kept.filter(([, member]) => member !== undefined));
}

function plainNumber(value: number): number | string {
  if (Number.isNaN(value)) return "NaN";
  return Number.isFinite(value) ? value : "Inf";
}

function keyText(key: unknown): string {
  return cut(String(key).toWellFormed(), MOST_KEY_CHARACTERS);
}

function write(value: unknown, indent: string): string {
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    return value.length === 0 ? "[]" : `[\n${value.map((item) => inner + write(item, inner)).join(",\n")}\n${indent}]`;
  }
  if (isRecord(value)) {
    const members = Object.entries(value).map(([key, member]) => `${inner}${writeText(key)}: ${write(member, inner)}`);
    return members.length === 0 ? "{}" : `{\n${members.join(",\n")}\n${indent}}`;
  }
  if (typeof value === "string") return writeText(value);
  // `1e-7` is a text in YAML 1.1, `1.0e-7` a number.
  return typeof value === "number" ? JSON.stringify(value).replace(/^(-?\d+)e/, "$1.0e") : JSON.stringify(value ?? null);
}

function writeText(text: string): string {
  return JSON.stringify(text).replace(UNSAFE_IN_YAML, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
