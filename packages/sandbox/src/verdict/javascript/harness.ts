import { CODEC } from "./codec.js";

/**
 * JavaScript source that runs in the program's own realm before the program: answers calls given as text with text, by functions that were
 * taken before the program could change any. The bridge to a hash function is the only thing of the outer realm in its reach.
 */
const INNER = String.raw`(function (digest) {
  "use strict";
  const { stringify, parse } = JSON, { isArray } = Array, { keys, is } = Object, text = String, finite = Number.isFinite, { Map, Set, Error, TypeError } = globalThis;
  const mapForEach = Map.prototype.forEach, setForEach = Set.prototype.forEach, apply = Reflect.apply, big = BigInt;
  function plain(value, depth) {
    if (depth > 100) throw new TypeError("a value that is nested too deep");
    switch (typeof value) {
      case "undefined": return ["u"];
      case "number": return ["n", finite(value) && !is(value, -0) ? value : is(value, -0) ? "-0" : text(value)];
      case "string": return ["s", value];
      case "boolean": return ["b", value];
      case "bigint": return ["i", text(value)];
      case "object": return value === null ? ["0"] : composed(value, depth + 1);
      default: throw new TypeError("a value of the type " + typeof value);
    }
  }
  function composed(value, depth) {
    const items = [];
    if (isArray(value)) {
      for (let index = 0; index < value.length; index += 1) items[index] = plain(value[index], depth);
      return ["a", items];
    }
    if (value instanceof Map) {
      apply(mapForEach, value, [(item, key) => { items[items.length] = [plain(key, depth), plain(item, depth)]; }]);
      return ["m", items];
    }
    if (value instanceof Set) {
      apply(setForEach, value, [(item) => { items[items.length] = plain(item, depth); }]);
      return ["S", items];
    }
    const names = keys(value);
    for (let index = 0; index < names.length; index += 1) items[index] = [names[index], plain(value[names[index]], depth)];
    return ["o", items];
  }
  function real([kind, content]) {
    switch (kind) {
      case "u": return undefined;
      case "0": return null;
      case "n": return typeof content === "number" ? content : content === "-0" ? -0 : Number(content);
      case "i": return big(content);
      case "a": return content.map(real);
      case "m": return new Map(content.map(([key, item]) => [real(key), real(item)]));
      case "S": return new Set(content.map(real));
      case "o": { const made = {}; for (const [name, item] of content) made[name] = real(item); return made; }
      default: return content;
    }
  }
  class Hash {
    #algorithm; #content = "";
    constructor(algorithm) { this.#algorithm = text(algorithm); }
    update(content) { this.#content += text(content); return this; }
    digest(encoding) {
      const found = digest(this.#algorithm, this.#content, text(encoding ?? "hex"));
      if (found === "") throw new Error("unknown digest");
      return found;
    }
  }
  const modules = { crypto: { createHash: (algorithm) => new Hash(algorithm) } };
  globalThis.require = (name) => {
    const found = modules[text(name).replace(/^node:/, "")];
    if (found === undefined) throw new Error("Cannot find module '" + name + "'");
    return found;
  };
  const silent = () => {};
  globalThis.console = { log: silent, error: silent, warn: silent, info: silent, debug: silent };
  globalThis.module = { exports: {} };
  globalThis.exports = globalThis.module.exports;
  return (get, given) => {
    try {
      const entry = get();
      return "=" + stringify(plain(apply(entry, undefined, real(parse(given))), 0));
    } catch (error) {
      try {
        return "!" + text(error);
      } catch {
        return "!an exception";
      }
    }
  };
})`;

/**
 * JavaScript for Node, in the weaker mode: the program runs in a realm of its own in the same process, whose builtins are not those of the tests;
 * only text crosses, so that only plain values do. Reads a job from standard input, writes a signed verdict to file descriptor 3.
 */
export const JAVASCRIPT_HARNESS = String.raw`"use strict";
const vm = require("node:vm"), fs = require("node:fs"), crypto = require("node:crypto"), assert = require("node:assert");
const job = JSON.parse(fs.readFileSync(0, "utf8"));
fs.closeSync(0);
${CODEC}
function digest(algorithm, content, encoding) {
  try { return String(crypto.createHash(algorithm).update(content).digest(encoding)); } catch { return ""; }
}
function verdict(outcome, why) {
  const fields = { outcome, why: String(why).slice(0, 600), cpu: String(Math.round(process.cpuUsage().user / 1000)) };
  const text = Buffer.concat(Object.entries(fields).flatMap(([name, value]) => [Buffer.from(name + " " + Buffer.byteLength(value) + "\n"), Buffer.from(value)]));
  const signature = crypto.createHmac("sha256", Buffer.from(job.key, "hex")).update(text).digest("hex");
  fs.writeSync(3, "\n@" + signature + " " + text.toString("hex") + "\n");
  process.exit(0);
}
const context = vm.createContext(Object.create(null), { microtaskMode: "afterEvaluate" });
const call = new vm.Script(job.inner, { filename: "bridge.js" }).runInContext(context)(digest);
try {
  new vm.Script(job.program, { filename: "program.js" }).runInContext(context);
} catch {
  verdict("failed", "The program does not load.");
}
let get;
try {
  get = new vm.Script("(() => " + job.entry + ")", { filename: "entry.js" }).runInContext(context);
} catch {
  verdict("failed", "The program defines no " + job.entry + ".");
}
const entry = (...given) => {
  const reply = call(get, JSON.stringify(["a", given.map(plain)]));
  if (typeof reply !== "string" || (reply[0] !== "=" && reply[0] !== "!")) throw new NotPlain("The program returned no plain value.");
  if (reply[0] === "!") throw new Error(reply.slice(1, 500));
  return real(JSON.parse(reply.slice(1)));
};
const given = (name) => {
  if (!/^(node:)?(assert|assert\/strict|util)$/.test(name)) throw new Error("The tests ask for the module " + name);
  return require(name);
};
const tests = "{" + job.tests + "\n}";
try {
  if (/^[A-Za-z_$][\w$]*$/.test(job.entry)) new Function("require", "assert", "candidate", job.entry, tests)(given, assert, entry, entry);
  else new Function("require", "assert", "candidate", tests)(given, assert, entry);
} catch (error) {
  verdict("failed", "A test failed: " + (error instanceof Error ? error.message.split("\n").slice(0, 8).join(" ") : "an exception"));
}
verdict("passed", "All tests passed.");
`;

/** See `INNER`: handed to the harness with the job. */
export const JAVASCRIPT_BRIDGE = INNER;
