import { cut } from "./cut.js";
import type { SectionOf } from "./options.js";

const MOST_CHARACTERS = 512;

/** The key as SwanLab takes it: blanks, dots and slashes trimmed from both ends, cut to 512 characters; `undefined` when nothing fits or it holds control characters. */
export function cleanKey(key: string): string | undefined {
  let clean = key.replace(/^[\s./]+/, "");
  let end = clean.length;
  while (end > 0 && /[\s./]/.test(clean.charAt(end - 1))) end -= 1;
  clean = cut(clean.slice(0, end), MOST_CHARACTERS);
  if (clean === "" || /[\u0000-\u001f\u007f]/.test(clean)) return undefined;
  return /[\s./]$/.test(clean) ? cleanKey(clean) : clean.toWellFormed();
}

export interface SectionOptions {
  readonly section: SectionOf | undefined;
  /** Which slash ends the section: 0 the first, -1 the last. */
  readonly rule: number;
}

/** The section that a key's column is put into; `""` is none. */
export function sectionOf(key: string, { section, rule }: SectionOptions): string {
  const asked = typeof section === "function" ? section(key) : section;
  if (asked !== undefined) return asked;
  const parts = key.split("/");
  const slashes = parts.length - 1;
  if (slashes === 0) return "";
  const cut = ((rule % slashes) + slashes) % slashes;
  return parts.slice(0, cut + 1).join("/");
}
