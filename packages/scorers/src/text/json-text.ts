/** Longest text that is parsed. */
const MAX_JSON = 4_000_000;
const FENCE = /^```(?:json[c5]?)?[ \t]*\r?\n([^]*?)\r?\n?```$/i;

/** A text read as JSON, or the reason why it cannot be. */
export type JsonReading =
  | { readonly value: unknown; readonly text: string; readonly rule: "whole-reply" | "fence" }
  | { readonly problem: string };

/** Brackets nested deeper than this are not walked through. */
const MAX_NESTING = 500;

/** As `readJson`, also from the one Markdown code fence of a text with words around it, and refusing values that are too deep to walk through. */
export function readShallowJson(output: string, allowFence: boolean): JsonReading {
  const whole = readJson(output, allowFence);
  const fenced = "problem" in whole && allowFence ? onlyFence(output) : undefined;
  const reading = fenced === undefined ? whole : readJson(fenced, true);
  return "problem" in reading || nesting(reading.text) <= MAX_NESTING ? reading : { problem: "The JSON is nested too deeply." };
}

/** The code fence of a text that has one only. */
function onlyFence(output: string): string | undefined {
  const start = output.indexOf("```");
  const end = start < 0 ? -1 : output.indexOf("```", start + 3);
  return end < 0 || output.includes("```", end + 3) ? undefined : output.slice(start, end + 3);
}

function nesting(text: string): number {
  let depth = 0;
  let deepest = 0;
  let isInString = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (isInString) {
      if (character === "\\") index += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === "[" || character === "{") deepest = Math.max(deepest, (depth += 1));
    else if (character === "]" || character === "}") depth -= 1;
  }
  return deepest;
}

/** Reads a text that is JSON as a whole, blanks aside, with `allowFence` also inside one Markdown code fence. Never throws. */
export function readJson(output: string, allowFence: boolean): JsonReading {
  const trimmed = output.trim();
  if (trimmed.length > MAX_JSON) return { problem: "The output is too long to be parsed." };
  const text = allowFence && trimmed.startsWith("```") ? (FENCE.exec(trimmed)?.[1] ?? trimmed) : trimmed;
  try {
    return { value: JSON.parse(text) as unknown, text, rule: text === trimmed ? "whole-reply" : "fence" };
  } catch (error) {
    return { problem: `The output is no valid JSON: ${error instanceof Error ? error.message.slice(0, 120) : "unknown reason"}` };
  }
}
