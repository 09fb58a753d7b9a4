// One client under test in a process of its own: node perf-clients.mjs ROLE JSON. Prints one JSON line.
import { createRequire } from "node:module";
import { connect } from "node:net";
import { cpuAt, figures, monotonicMs } from "./perf-figures.mjs";

const [role, text] = process.argv.slice(2);
const setup = JSON.parse(text);
/** From this process's `performance.now()` to the monotonic clock: by the closest of many pairs of readings. */
function clockOffset() {
  let best = { spanMs: Infinity, offset: 0 };
  for (let round = 0; round < 1000; round += 1) {
    const before = performance.now();
    const monotonic = monotonicMs();
    const after = performance.now();
    if (after - before < best.spanMs) best = { spanMs: after - before, offset: monotonic - (before + after) / 2 };
  }
  return best.offset;
}
const body = (stream) => JSON.stringify({ model: "mock", messages: [{ role: "user", content: "Say something." }], stream, ...(stream ? { stream_options: { include_usage: true } } : {}) });
const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

/** CPU time of the process against the monotonic clock, sampled so that any span can be read afterwards. */
function cpuMeter() {
  const samples = [];
  const read = () => {
    const { user, system } = process.cpuUsage();
    samples.push({ atMs: monotonicMs(), cpuMs: (user + system) / 1000 });
  };
  read();
  const timer = setInterval(read, 20);
  return {
    /** Also reads how large the process has been: what is computed afterwards is the bench's own. */
    stop() {
      clearInterval(timer);
      read();
      this.rssMb = process.resourceUsage().maxRSS / 1024;
    },
    rssMb: undefined,
    at: (ms) => cpuAt(samples, ms),
  };
}

const MARK = Buffer.from('"content":" ');
const stampIn = (bytes, from, to) => {
  const at = bytes.indexOf(MARK, from);
  return at < 0 || at >= to ? undefined : Number(bytes.toString("latin1", at + MARK.length, at + MARK.length + 14)) / 1000;
};

/** Runs `count` streams, the k-th begun `gapMs`·k after the start. */
async function staggered(one) {
  const { count, gapMs } = setup;
  const cpu = cpuMeter();
  await sleep(300);
  const startMs = monotonicMs() + 20;
  const streams = await Promise.all(
    Array.from({ length: count }, async (_, index) => {
      const dueMs = startMs + index * gapMs;
      while (monotonicMs() < dueMs - 1.5) await sleep(Math.max(1, Math.floor(dueMs - monotonicMs() - 1.5)));
      while (monotonicMs() < dueMs) await new Promise((resolve) => setImmediate(resolve));
      return { dueMs, ...(await one(index)) };
    }),
  );
  await sleep(250);
  cpu.stop();
  return figures(streams, cpu, startMs);
}

const roles = {
  /** The floor: bare sockets, connected before; reads, stamps, looks for the blank line, nothing else. */
  async floor() {
    const { hostname, port, pathname, search } = new URL(setup.url);
    const payload = body(true);
    const request = Buffer.from(`POST ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`);
    const sockets = await Promise.all(Array.from({ length: setup.count }, () => new Promise((resolve) => {
      const socket = connect({ host: hostname, port: Number(port), noDelay: true }, () => resolve(socket));
    })));
    const offset = clockOffset();
    return staggered((index) => new Promise((resolve) => {
      const stamps = [];
      const sent = [];
      const socket = sockets[index];
      socket.on("data", (chunk) => {
        const at = performance.now() + offset;
        let from = 0;
        for (let end = chunk.indexOf("\n\n", from, "latin1"); end >= 0; end = chunk.indexOf("\n\n", from, "latin1")) {
          const stamp = setup.stamps ? stampIn(chunk, from, end) : chunk.indexOf('"content":" ', from, "latin1");
          if (stamp !== undefined && (setup.stamps || (stamp >= 0 && stamp < end))) {
            stamps.push(at);
            if (setup.stamps) sent.push(stamp);
          } else if (chunk.indexOf("[DONE]", from, "latin1") >= 0) resolve({ stamps, sent });
          from = end + 2;
        }
      });
      socket.write(request);
    })).finally(() => sockets.forEach((socket) => socket.destroy()));
  },

  /** Reads and throws away: what the server can deliver. */
  async drain() {
    const { hostname, port, pathname, search, searchParams } = new URL(setup.url);
    const payload = body(true);
    const request = Buffer.from(`POST ${pathname}${search} HTTP/1.1\r\nhost: ${hostname}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(payload)}\r\n\r\n${payload}`);
    const buffer = Buffer.allocUnsafe(256 * 1024);
    let firstMs = Infinity;
    const streams = Array.from({ length: setup.count }, () => Promise.withResolvers());
    const sockets = await Promise.all(streams.map(({ resolve }) => new Promise((opened) => {
      const callback = (length) => {
        firstMs = Math.min(firstMs, performance.now());
        if (buffer.subarray(Math.max(0, length - 64), length).includes("[DONE]")) resolve();
        return true;
      };
      const socket = connect({ host: hostname, port: Number(port), noDelay: true, onread: { buffer, callback } }, () => opened(socket));
    })));
    for (const socket of sockets) socket.write(request);
    await Promise.all(streams.map(({ promise }) => promise));
    const seconds = (performance.now() - firstMs) / 1000;
    for (const socket of sockets) socket.destroy();
    return { eventsPerSecond: (setup.count * Number(searchParams.get("tokens"))) / seconds };
  },

  async evalkit() {
    const { limitNursery } = await import(setup.nursery);
    limitNursery(8); // As the command line does.
    const { runLoad } = await import("../packages/perf/dist/index.js");
    const cpu = cpuMeter();
    const bytes = Buffer.from(body(true));
    const headers = {};
    // What the command line keeps of a record is less, not more.
    const kept = [];
    let failed;
    const outcome = await runLoad(
      {
        api: { kind: "built-in", name: "openai" },
        source: { next: (index) => ({ index, url: setup.url, headers, body: bytes, stream: true }) },
        arrivals: setup.gapMs === 0 ? { kind: "closed" } : { kind: "constant", perSecond: 1000 / setup.gapMs },
        ...(setup.gapMs === 0 ? { concurrency: setup.count } : { connections: setup.count }),
        requests: setup.count, warmUpRequests: 0, coolDownRequests: 0, seed: 1, workers: 1, transport: setup.transport ?? "net", catchUp: "burst",
        timeouts: { totalMs: 60_000 }, wantsText: setup.stamps, signal: new AbortController().signal,
      },
      {
        onRecord({ outcome: ended, failure, intendedMs, payloadMs, text }) {
          if (ended !== "ok") failed ??= failure;
          kept.push({ intendedMs, payloadMs, text });
        },
        onHealth() {},
      },
    );
    await sleep(250);
    cpu.stop();
    const start = outcome.startedAtMonotonicMs;
    if (failed !== undefined) throw new Error(JSON.stringify(failed));
    const streams = kept.map(({ intendedMs, payloadMs, text }) => ({
      dueMs: start + intendedMs,
      stamps: payloadMs.map((at) => at + start),
      sent: setup.stamps ? text.trim().split(" ").map((stamp) => Number(stamp) / 1000) : [],
    }));
    return { ...figures(streams, cpu, start), verdict: outcome.verdict.state };
  },

  /** fetch, web streams, a hand-written scanner and JSON.parse: what a tool without a client of its own does. */
  async fetch() {
    const offset = clockOffset();
    return staggered(async () => {
      const stamps = [];
      const sent = [];
      const response = await fetch(setup.url, { method: "POST", headers: { "content-type": "application/json" }, body: body(true) });
      let text = "";
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const at = performance.now() + offset;
        text += chunk;
        const parts = text.split("\n\n");
        text = parts.pop();
        for (const part of parts) {
          if (part === "data: [DONE]") continue;
          const content = JSON.parse(part.slice(6)).choices[0]?.delta.content;
          if (!content) continue;
          stamps.push(at);
          sent.push(Number(content) / 1000);
        }
      }
      return { stamps, sent };
    });
  },

  async openai() {
    const { default: OpenAI } = await import(createRequire(new URL("../packages/openai/package.json", import.meta.url)).resolve("openai"));
    const url = new URL(setup.url);
    const client = new OpenAI({ apiKey: "none", baseURL: `${url.origin}/v1`, defaultQuery: Object.fromEntries(url.searchParams), maxRetries: 0 });
    const offset = clockOffset();
    return staggered(async () => {
      const stamps = [];
      const sent = [];
      const stream = await client.chat.completions.create({ model: "mock", messages: [{ role: "user", content: "Say something." }], stream: true, stream_options: { include_usage: true } });
      for await (const chunk of stream) {
        const content = chunk.choices[0]?.delta.content;
        if (!content) continue;
        stamps.push(performance.now() + offset);
        sent.push(Number(content) / 1000);
      }
      return { stamps, sent };
    });
  },

  /** Plain requests over bare undici dispatch. */
  async "plain-undici"() {
    const { Pool } = await import("undici");
    const url = new URL(setup.url);
    const pool = new Pool(url.origin, { connections: setup.connections, pipelining: 1 });
    const payload = Buffer.from(body(false));
    const headers = ["content-type", "application/json"];
    let left = setup.requests;
    const run = () => new Promise((resolve, reject) => {
      const next = () => {
        if (left-- <= 0) return resolve();
        const parts = [];
        pool.dispatch({ path: url.pathname + url.search, method: "POST", headers, body: payload }, {
          onRequestStart() {},
          onResponseStart() {},
          onResponseData: (_, chunk) => parts.push(chunk),
          onResponseEnd() {
            JSON.parse(Buffer.concat(parts).toString());
            next();
          },
          onResponseError: (_, error) => reject(error),
        });
      };
      next();
    });
    const cpuBefore = process.cpuUsage();
    const before = performance.now();
    await Promise.all(Array.from({ length: setup.connections }, run));
    const wallMs = performance.now() - before;
    const { user, system } = process.cpuUsage(cpuBefore);
    await pool.destroy();
    return { perSecond: setup.requests / (wallMs / 1000), cpuUs: (user + system) / setup.requests };
  },

  async "plain-evalkit"() {
    const { runLoad } = await import("../packages/perf/dist/index.js");
    const bytes = Buffer.from(body(false));
    const headers = {};
    const cpu = cpuMeter();
    let failed = 0;
    const outcome = await runLoad(
      {
        api: { kind: "built-in", name: "openai" },
        source: { next: (index) => ({ index, url: setup.url, headers, body: bytes, stream: false }) },
        arrivals: { kind: "closed" }, concurrency: setup.connections, requests: setup.requests, warmUpRequests: 0, coolDownRequests: 0,
        seed: 1, workers: 1, transport: setup.transport ?? "net", catchUp: "burst", timeouts: { totalMs: 60_000 }, signal: new AbortController().signal,
      },
      { onRecord: (record) => void (failed += record.outcome === "ok" ? 0 : 1), onHealth() {} },
    );
    cpu.stop();
    if (failed > 0) throw new Error(`${failed} failed`);
    const start = outcome.startedAtMonotonicMs;
    return { perSecond: setup.requests / (outcome.wallMs / 1000), cpuUs: ((cpu.at(Infinity) - cpu.at(start)) * 1000) / setup.requests };
  },
};

const result = await roles[role]();
process.stdout.write(`${JSON.stringify(result)}\n`, () => process.exit(0));
