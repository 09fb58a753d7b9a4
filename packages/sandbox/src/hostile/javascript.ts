import type { HostileProgram } from "./program.js";

const MIB = 1024 * 1024;

/** Runs `line` and tells of it when it does not throw; what Node alone has is fetched in ways that fail elsewhere. */
const attempts = (lines: readonly string[]): string =>
  [
    "const load = (name) => globalThis.process.getBuiltinModule(name);",
    ...lines.map((line) => `try { ${line}; console.log("ESCAPED", ${JSON.stringify(line)}); } catch (error) { console.log("held:", error && error.code); }`),
  ].join("\n");

/** JavaScript, for Node inside a sandbox and for QuickJS alike. */
export const JAVASCRIPT: readonly HostileProgram[] = [
  { name: "loops for ever", ends: "killed", limits: { cpuMs: 400 }, source: () => "for (;;) {}" },
  { name: "queues tasks for ever", ends: "killed", limits: { cpuMs: 400 }, source: () => "const again = () => Promise.resolve().then(again); again();" },
  { name: "matches a pattern that never ends", ends: "killed", limits: { cpuMs: 400 }, source: () => 'console.log(/^(a|aa)+$/.test("a".repeat(60) + "b"));' },
  { name: "catches its own end", ends: "killed", limits: { cpuMs: 400 }, source: () => "for (;;) { try { for (;;) {} } catch {} finally { for (;;) {} } }" },
  { name: "fills memory", limits: { memoryBytes: 128 * MIB, cpuMs: 6000 }, source: () => 'const kept = []; for (let at = 0; at < 600; at++) kept.push(new Uint8Array(1 << 20).fill(1)); console.log("ESCAPED");' },
  { name: "fills memory with strings", limits: { memoryBytes: 128 * MIB, cpuMs: 6000 }, source: () => 'const kept = []; for (let at = 0; at < 100000000; at++) kept.push("x" + at + "y".repeat(1000)); console.log("ESCAPED");' },
  { name: "recurses without end", source: () => 'const down = (n) => down(n + 1) + 1; try { down(0); } catch (error) { console.log("held"); }' },
  { name: "recurses in a native function", limits: { cpuMs: 3000 }, source: () => 'let nested = []; for (let at = 0; at < 100000; at++) nested = [nested]; try { JSON.stringify(nested); } catch { console.log("held"); }' },
  { name: "prints without end", limits: { cpuMs: 3000 }, source: () => 'const block = "é".repeat(4096); for (let at = 0; at < 4000; at++) console.log(block);' },
  { name: "reads private files", isHarmless: true, source: ({ file }) => attempts(["console.log(load('fs').readFileSync('/etc/shadow', 'utf8'))", `console.log(load('fs').readFileSync(${JSON.stringify(file)}, 'utf8'))`]) },
  { name: "reads private files without waiting", source: ({ file }) => `(async () => { const fs = await import("node:fs/promises"); for (const path of ["/etc/shadow", ${JSON.stringify(file)}]) { try { console.log("ESCAPED", await fs.readFile(path, "utf8")); } catch { console.log("held"); } } })().catch(() => console.log("held"));` },
  { name: "writes over the host's files", isHarmless: true, source: ({ file, folder }) => attempts([`load('fs').appendFileSync(${JSON.stringify(file)}, 'overwritten')`, `load('fs').writeFileSync(${JSON.stringify(`${folder}/planted`)}, 'planted')`]) },
  { name: "writes into system folders", source: () => attempts(["load('fs').writeFileSync('/usr/bin/evalkit-planted', '')", "load('fs').writeFileSync('/root/evalkit-planted', '')", "load('fs').appendFileSync('/etc/evalkit-planted', '')"]) },
  { name: "prints secrets of the environment", source: () => 'try { console.log(JSON.stringify(globalThis.process.env), globalThis.process.getBuiltinModule("fs").readFileSync("/proc/1/environ", "latin1")); } catch { console.log("held"); }' },
  { name: "connects to a port of the host", isHarmless: true, source: ({ port }) => `try { const socket = globalThis.process.getBuiltinModule("net").connect(${port}, "127.0.0.1"); socket.on("connect", () => { console.log("ESCAPED"); socket.destroy(); }); socket.on("error", () => console.log("held")); } catch { console.log("held"); }` },
  { name: "fetches from the host", isHarmless: true, source: ({ port }) => `try { globalThis.fetch("http://127.0.0.1:${port}/").then(() => console.log("ESCAPED"), () => console.log("held")); } catch { console.log("held"); }` },
  { name: "starts programs that outlive it", source: () => 'try { const child = globalThis.process.getBuiltinModule("child_process").spawn("sleep", ["1000"], { detached: true, stdio: "ignore" }); child.unref(); console.log("started"); } catch { console.log("held"); }' },
  { name: "ends everything in reach", source: () => 'try { for (const pid of [globalThis.process.ppid, 1, -1]) { try { globalThis.process.kill(pid, "SIGKILL"); } catch { console.log("held"); } } } catch { console.log("held"); }' },
  { name: "climbs up the chain of constructors", source: () => 'for (const start of [globalThis, console.log, [], Promise.resolve()]) { try { const host = start.constructor.constructor("return typeof process === \\"object\\" ? process : undefined")(); console.log(typeof host === "object" ? host.getBuiltinModule("fs").readFileSync("/etc/shadow", "utf8") && "ESCAPED" : "held"); } catch { console.log("held"); } }' },
  { name: "waits for ever without using the processor", ends: "killed", limits: { wallMs: 800 }, source: () => "try { Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0); } catch { for (;;) {} }" },
  { name: "spoils the built-ins for the next", source: () => 'Object.prototype.polluted = "yes"; Array.prototype.map = () => { throw new Error("spoiled"); }; JSON.stringify = () => "spoiled"; console.log = () => {}; globalThis.left = "behind"; Promise.prototype.then = () => undefined;' },
];
