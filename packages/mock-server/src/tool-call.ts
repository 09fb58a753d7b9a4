import { isRecord, valueForSchema } from "./schema-arguments.js";

export interface MockToolCall {
  readonly name: string;
  /** JSON text. */
  readonly arguments: string;
}

/** A call of the tool that the request names, else of its first one; `undefined` without tools, or when they are turned off. */
export function toolCallFor(body: Readonly<Record<string, unknown>>): MockToolCall | undefined {
  const { tools, tool_choice: choice } = body;
  if (!Array.isArray(tools) || choice === "none") return undefined;
  const functions = tools.filter(isRecord).map((tool) => tool["function"]).filter(isRecord);
  const wanted = isRecord(choice) && isRecord(choice["function"]) ? choice["function"]["name"] : undefined;
  const called = functions.find(({ name }) => name === wanted) ?? functions[0];
  if (called === undefined || typeof called["name"] !== "string") return undefined;
  return { name: called["name"], arguments: JSON.stringify(valueForSchema(called["parameters"] ?? { type: "object" })) };
}
