import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answerPlan } from "./answer-plan.js";
import { DueQueue } from "./due-queue.js";
import { LatenessHistogram } from "./lateness.js";
import { startPacedServer } from "./paced-server.js";

const ask = (url: string, stream: boolean) => fetch(url, { method: "POST", body: JSON.stringify({ model: "mock", messages: [], stream }) });

describe("startPacedServer", () => {
  it("streams what the URL asks for, each event with the moment it was sent", async () => {
    await using server = await startPacedServer({ tokens: 3 });
    const before = Number(process.hrtime.bigint() / 1000n);
    const response = await ask(`${server.url}/chat/completions?ttft=5&itl=2&tokens=6`, true);
    const events = (await response.text()).trim().split("\n\n").map((event) => event.slice("data: ".length));
    const after = Number(process.hrtime.bigint() / 1000n);
    expect(events.pop()).toBe("[DONE]");
    const chunks = events.map((event) => JSON.parse(event) as { choices: { delta: { content?: string }; finish_reason: unknown }[]; usage?: object });
    expect(chunks.at(-1)?.usage).toEqual({ prompt_tokens: 8, completion_tokens: 6, total_tokens: 14 });
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe("length");
    const stamps = chunks.map(({ choices }) => choices[0]?.delta.content ?? "").filter((text) => text !== "").map(Number);
    expect(stamps).toHaveLength(6);
    expect(stamps).toEqual(stamps.toSorted((a, b) => a - b));
    expect(stamps[0]).toBeGreaterThan(before);
    expect(stamps.at(-1)).toBeLessThan(after);
    expect((stamps.at(-1) ?? 0) - (stamps[0] ?? 0)).toBeGreaterThan(5000);
    expect(server.stats()).toMatchObject({ requests: 1, events: 6, lateness: { count: 6 } });
    expect(server.stats()).toMatchObject({ requests: 0, events: 0, lateness: { count: 0 } });
  });

  it("streams for a body with a space after the colon, as Python's clients write it", async () => {
    await using server = await startPacedServer({ tokens: 1 });
    const response = await fetch(`${server.url}/chat/completions`, { method: "POST", body: '{"model": "mock", "messages": [], "stream": true}' });
    expect(await response.text()).toContain("data: [DONE]");
  });

  it("answers whole and tells its counts over HTTP", async () => {
    await using server = await startPacedServer({ tokens: 3 });
    const answer = (await (await ask(`${server.url}/chat/completions`, false)).json()) as { choices: { message: { content: string } }[]; usage: object };
    expect(answer.usage).toEqual({ prompt_tokens: 8, completion_tokens: 3, total_tokens: 11 });
    expect(Number(answer.choices[0]?.message.content)).toBeGreaterThan(0);
    expect(await (await fetch(`${server.url}/stats`)).json()).toMatchObject({ requests: 1 });
  });

  it("says that a port is taken", async () => {
    await using server = await startPacedServer();
    await expect(startPacedServer({ port: server.port })).rejects.toThrow(`port ${server.port}`);
  });
});

it("reads plans, and leaves what is no number as it was", () => {
  expect(answerPlan("/v1/x")).toEqual({ ttftMs: 0, itlMs: 0, tokens: 16, tokensPerEvent: 1, eventsPerWrite: 1 });
  expect(answerPlan("/v1/x?ttft=5&itl=0.5&tokens=9&chunk=2&burst=3")).toEqual({ ttftMs: 5, itlMs: 0.5, tokens: 9, tokensPerEvent: 2, eventsPerWrite: 3 });
  expect(answerPlan("/v1/x?ttft=soon&tokens=0", { ttftMs: 7 })).toMatchObject({ ttftMs: 7, tokens: 16 });
});

it("gives things in the order in which they are due", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50)), (times) => {
      const queue = new DueQueue<number>();
      for (const time of times) queue.push(time, time);
      expect(queue.nextMs).toBe(times.length === 0 ? Infinity : Math.min(...times));
      expect(times.map(() => queue.pop())).toEqual(times.toSorted((a, b) => a - b));
      expect(queue.pop()).toBeUndefined();
    }),
  );
});

it("tells the lateness of sends", () => {
  const lateness = new LatenessHistogram();
  for (let index = 0; index < 100; index += 1) lateness.add(index / 10);
  const { count, p50Ms = 0, p99Ms = 0, maxMs } = lateness.take();
  expect({ count, maxMs }).toEqual({ count: 100, maxMs: 9.9 });
  expect(p50Ms).toBeCloseTo(4.9, 1);
  expect(p99Ms).toBeCloseTo(9.8, 1);
  expect(lateness.take()).toEqual({ count: 0 });
});
