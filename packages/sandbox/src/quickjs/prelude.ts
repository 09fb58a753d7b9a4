/** What programs find beside the language: nothing of the host, only ways to hand over text. */
export const PRELUDE = `(function (print, input, result, realm) {
  "use strict";
  const { stringify } = JSON, { map, join } = Array.prototype, { apply } = Reflect, text = String;
  const shown = (value) => {
    if (typeof value !== "object" || value === null) return typeof value === "string" ? value : text(value);
    if (value instanceof Error) return text(value.stack || value);
    try { return stringify(value); } catch { return "[object]"; }
  };
  const line = (stream) => (...values) => { print(stream, apply(join, apply(map, values, [shown]), [" "]) + "\\n"); };
  const out = line(1), err = line(2);
  const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
  define("console", { log: out, info: out, debug: out, error: err, warn: err });
  define("print", out);
  define("readInput", () => input());
  if (result) define("writeResult", (value) => { result(text(value)); });
  if (realm) define("openRealm", () => realm());
})`;
