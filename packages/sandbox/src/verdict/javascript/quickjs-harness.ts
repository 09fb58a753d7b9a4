import { CODEC } from "./codec.js";
import { JAVASCRIPT_BRIDGE } from "./harness.js";

/**
 * JavaScript for QuickJS, the same for all jobs: tests and program each in a runtime of its own, which only text crosses. The program's has no
 * result channel.
 */
export const QUICKJS_PREPARATION = String.raw`"use strict";
const realm = openRealm();
const say = (job, outcome, why) => { writeResult(job.token + "\n" + outcome + "\n" + String(why).slice(0, 600)); };
class AssertionError extends Error {}
const fail = (message, text) => { throw new AssertionError(message === undefined ? text : message instanceof Error ? message.message : String(message)); };
const same = (left, right, isStrict) => {
  if (typeof left === "object" && left !== null && typeof right === "object" && right !== null) return alike(left, right, isStrict);
  if (isStrict) return Object.is(left, right);
  return left == right || (left !== left && right !== right);
};
const alike = (left, right, isStrict) => {
  if (Array.isArray(left) !== Array.isArray(right) || left instanceof Map !== right instanceof Map || left instanceof Set !== right instanceof Set) return false;
  if (left instanceof Map) return left.size === right.size && [...left].every(([key, item]) => right.has(key) && same(item, right.get(key), isStrict));
  if (left instanceof Set) return left.size === right.size && [...left].every((item) => right.has(item) || [...right].some((other) => same(item, other, isStrict)));
  const names = Object.keys(left);
  return names.length === Object.keys(right).length && (!Array.isArray(left) || left.length === right.length) && names.every((name) => Object.hasOwn(right, name) && same(left[name], right[name], isStrict));
};
const shown = (value) => { try { return (JSON.stringify(value) ?? String(value)).slice(0, 200); } catch { return "a value"; } };
const assert = (value, message) => { if (!value) fail(message, "it is " + shown(value)); };
assert.ok = assert;
assert.equal = (left, right, message) => { if (!(left == right || (left !== left && right !== right))) fail(message, shown(left) + " is not " + shown(right)); };
assert.notEqual = (left, right, message) => { if (left == right) fail(message, "both are " + shown(left)); };
assert.strictEqual = (left, right, message) => { if (!Object.is(left, right)) fail(message, shown(left) + " is not " + shown(right)); };
assert.notStrictEqual = (left, right, message) => { if (Object.is(left, right)) fail(message, "both are " + shown(left)); };
assert.deepEqual = (left, right, message) => { if (!same(left, right, false)) fail(message, shown(left) + " is not " + shown(right)); };
assert.deepStrictEqual = (left, right, message) => { if (!same(left, right, true)) fail(message, shown(left) + " is not " + shown(right)); };
assert.notDeepEqual = (left, right, message) => { if (same(left, right, false)) fail(message, "both are " + shown(left)); };
assert.fail = (message) => fail(message, "failed");
assert.throws = (work, _expected, message) => { try { work(); } catch { return; } fail(message, "nothing was thrown"); };
assert.AssertionError = AssertionError;
assert.strict = assert;
${CODEC}
realm.evaluate("Object.defineProperty(globalThis, '__bridge', { value: (" + ${JSON.stringify(JAVASCRIPT_BRIDGE)} + ")(() => '') }); ''");
const judge = (job) => {
  try {
    realm.evaluate(job.program + "\n;''");
  } catch (error) {
    return say(job, "failed", "The program does not load: " + error.message.split("\n")[0]);
  }
  const entry = (...given) => {
    const reply = realm.evaluate("__bridge(() => " + job.entry + ", " + JSON.stringify(JSON.stringify(["a", given.map(plain)])) + ")");
    if (typeof reply !== "string" || (reply[0] !== "=" && reply[0] !== "!")) throw new Error("the program returned no plain value");
    if (reply[0] === "!") throw new Error(reply.slice(1, 500));
    return real(JSON.parse(reply.slice(1)));
  };
  const given = (name) => {
    if (!/^(node:)?assert(\/strict)?$/.test(name)) throw new Error("The tests ask for the module " + name);
    return assert;
  };
  const named = /^[A-Za-z_$][\w$]*$/.test(job.entry) ? job.entry : "_entry";
  try {
    new Function("require", "assert", "candidate", named, "{" + job.tests + "\n}")(given, assert, entry, entry);
  } catch (error) {
    return say(job, "failed", "A test failed: " + (error instanceof Error ? error.message.split("\n")[0] : "an exception"));
  }
  say(job, "passed", "All tests passed.");
};
`;

/** Reads a job from `readInput`, writes its token, the outcome and the reason to `writeResult`. */
export const QUICKJS_HARNESS = "judge(JSON.parse(readInput()));";
