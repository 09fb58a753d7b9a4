import { stripTypeScriptTypes } from "node:module";

/** TypeScript as JavaScript; undefined for text that is no TypeScript. Nothing is run. */
export function withoutTypes(source: string): string | undefined {
  // Enums and the like cannot be stripped, only transformed.
  return stripped(source, "strip") ?? stripped(source, "transform");
}

function stripped(source: string, mode: "strip" | "transform"): string | undefined {
  // Node announces on standard error, once a process, that this is new; users can do nothing about it.
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return stripTypeScriptTypes(source, { mode });
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}
