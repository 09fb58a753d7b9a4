import type { Flag, ParsedFlags } from "./flag.js";

const CODE = "Code";

/** What holds the code of answers: the flags of every command that scores. */
export const sandboxFlags: readonly Flag[] = [
  { name: "sandbox", kind: "text", value: "NAME|JSON", group: CODE, description: 'What holds the code of answers: auto (default), bubblewrap, landlock, docker, quickjs or none; or EvalScope\'s {"enabled", "engine", "pool_size", "default_config": {"image"}}.' },
  { name: "allow-unsafe-execution", kind: "switch", group: CODE, description: "With --sandbox none: run code that nothing holds, with all that you may do here." },
  { name: "use-sandbox", kind: "switch", group: CODE, description: "Old spelling; code is always contained here." },
  { name: "sandbox-type", kind: "text", value: "NAME", group: CODE, description: "Old spelling of engine in --sandbox." },
  { name: "sandbox-manager-config", kind: "text", value: "JSON", group: CODE, description: "Old spelling; accepted, has no effect." },
];

/** The values of these flags, those that were given. */
export function givenSandbox(values: ParsedFlags["values"]): Readonly<Record<string, unknown>> {
  const keys = sandboxFlags.map(({ name }) => name.replaceAll("-", "_"));
  return Object.fromEntries(Object.entries(values).filter(([key]) => keys.includes(key)));
}
