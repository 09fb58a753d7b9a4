const MAX_DEPTH = 6;

/** A value that a JSON Schema would plausibly accept: its example, default or first enum value, else the simplest of its type. */
export function valueForSchema(schema: unknown, name = "value", depth = 0): unknown {
  if (!isRecord(schema) || depth > MAX_DEPTH) return {};
  const given = givenValue(schema);
  if (given !== undefined) return given;
  const alternative = firstOf(schema["anyOf"]) ?? firstOf(schema["oneOf"]) ?? firstOf(schema["allOf"]);
  if (alternative !== undefined) return valueForSchema(alternative, name, depth + 1);
  switch (typeOf(schema)) {
    case "string":
      return textFor(schema, name);
    case "integer":
    case "number":
      return numberFor(schema);
    case "boolean":
      return true;
    case "array":
      return schema["items"] === undefined ? [] : [valueForSchema(schema["items"], name, depth + 1)];
    default:
      return objectFor(schema, depth);
  }
}

function givenValue(schema: Readonly<Record<string, unknown>>): unknown {
  return schema["const"] ?? firstOf(schema["enum"]) ?? schema["default"] ?? firstOf(schema["examples"]);
}

function typeOf(schema: Readonly<Record<string, unknown>>): unknown {
  const type = schema["type"];
  return Array.isArray(type) ? type.find((one) => one !== "null") : type;
}

function textFor(schema: Readonly<Record<string, unknown>>, name: string): string {
  if (schema["format"] === "date") return "2026-01-01";
  if (schema["format"] === "date-time") return "2026-01-01T00:00:00Z";
  const least = schema["minLength"];
  const text = `some ${name}`;
  return typeof least === "number" && least <= 1000 ? text.padEnd(least, "x") : text;
}

function numberFor(schema: Readonly<Record<string, unknown>>): number {
  const { minimum, maximum, exclusiveMinimum } = schema;
  if (typeof minimum === "number") return minimum;
  if (typeof exclusiveMinimum === "number") return exclusiveMinimum + 1;
  return typeof maximum === "number" ? Math.min(1, maximum) : 1;
}

function objectFor(schema: Readonly<Record<string, unknown>>, depth: number): Record<string, unknown> {
  const properties = isRecord(schema["properties"]) ? schema["properties"] : {};
  const required = Array.isArray(schema["required"]) ? schema["required"].filter((key) => typeof key === "string") : Object.keys(properties);
  return Object.fromEntries(required.map((key) => [key, valueForSchema(properties[key] ?? {}, key, depth + 1)]));
}

function firstOf(list: unknown): unknown {
  return Array.isArray(list) ? list[0] : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
