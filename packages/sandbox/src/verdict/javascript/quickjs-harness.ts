/**
 * JavaScript for QuickJS: tests and program each in a runtime of its own, which only text crosses. The program's has no result channel.
 * Reads a job from `readInput`, writes its token, the outcome and the reason to `writeResult`.
 */
export const QUICKJS_HARNESS = String.raw`"use strict";
const job = JSON.parse(readInput());
const realm = openRealm();
const say = (outcome, why) => { writeResult(job.token + "\n" + outcome + "\n" + String(why).slice(0, 600)); };
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
const real = (node) => {
  if (!Array.isArray(node)) throw new Error("a broken message");
  const [kind, content] = node;
  if (kind === "u") return undefined;
  if (kind === "0") return null;
  if (kind === "n") return typeof content === "number" ? content : Number(content);
  if (kind === "s") return String(content);
  if (kind === "b") return content === true;
  if (kind === "i") return BigInt(content);
  if (!Array.isArray(content)) throw new Error("a broken message");
  if (kind === "a") return content.map(real);
  if (kind === "m") return new Map(content.map(([key, item]) => [real(key), real(item)]));
  if (kind === "S") return new Set(content.map(real));
  if (kind !== "o") throw new Error("a broken message");
  const made = {};
  for (const [name, item] of content) Object.defineProperty(made, String(name), { value: real(item), enumerable: true, writable: true, configurable: true });
  return made;
};
const plain = (value) => {
  if (value === undefined) return ["u"];
  if (value === null) return ["0"];
  if (typeof value === "number") return ["n", Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value)];
  if (typeof value === "string") return ["s", value];
  if (typeof value === "boolean") return ["b", value];
  if (typeof value === "bigint") return ["i", String(value)];
  if (Array.isArray(value)) return ["a", Array.from(value, plain)];
  if (value instanceof Map) return ["m", [...value].map(([key, item]) => [plain(key), plain(item)])];
  if (value instanceof Set) return ["S", [...value].map(plain)];
  if (typeof value === "object") return ["o", Object.entries(value).map(([key, item]) => [key, plain(item)])];
  throw new Error("the tests pass a value of the type " + typeof value);
};
const judge = () => {
  realm.evaluate("Object.defineProperty(globalThis, '__bridge', { value: (" + job.inner + ")(() => '') }); ''");
  try {
    realm.evaluate(job.program + "\n;''");
  } catch (error) {
    return say("failed", "The program does not load: " + error.message.split("\n")[0]);
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
    return say("failed", "A test failed: " + (error instanceof Error ? error.message.split("\n")[0] : "an exception"));
  }
  say("passed", "All tests passed.");
};
judge();
`;
