import type { QuickJSContext, QuickJSHandle } from "quickjs-emscripten-core";

/** An exception in words. It is only ever turned to text inside QuickJS. */
export function describe(context: QuickJSContext, error: QuickJSHandle): string {
  const turn = context.evalCode('(e) => { try { return typeof e === "object" && e !== null && "message" in e ? e.name + ": " + e.message + (e.stack ? "\\n" + e.stack : "") : String(e); } catch { return "an exception"; } }', "describe.js");
  if (turn.error !== undefined) {
    turn.error.dispose();
    error.dispose();
    return "InternalError: out of memory or time";
  }
  const told = context.callFunction(turn.value, context.undefined, error);
  turn.value.dispose();
  error.dispose();
  if (told.error !== undefined) {
    told.error.dispose();
    return "an exception";
  }
  const words = context.typeof(told.value) === "string" ? context.getString(told.value) : "an exception";
  told.value.dispose();
  return words;
}
