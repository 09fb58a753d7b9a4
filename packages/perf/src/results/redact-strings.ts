/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/**
 * A copy of plain data with every text in it cleaned. Names of members and numbers stay: a key that happens to be a common word must not
 * break what reads the file.
 */
export function redactStrings<Value>(value: Value, redact: Redact): Value {
  return clean(value, redact) as Value;
}

function clean(value: unknown, redact: Redact): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value !== "object" || value === null) return value;
  // Timelines: long, and nothing but numbers.
  if (Array.isArray(value)) return typeof value[0] === "number" ? value : value.map((item) => clean(item, redact));
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value)) copy[key] = clean(member, redact);
  return copy;
}
