import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { chatRequest, loadPlan, runAndCollect, type Collected } from "./__fixtures__/load.js";
import type { LoadPlan } from "./spec/load.js";
import { scriptedServer } from "./transport/__fixtures__/scripted-server.js";

const BODY = JSON.stringify({ choices: [{ message: { role: "assistant", content: "Yes." }, finish_reason: "stop" }], usage: { prompt_tokens: 3, completion_tokens: 2 } });
const ANSWER = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;
const range = (count: number) => Array.from({ length: count }, (_, index) => index);

interface GatedRun extends AsyncDisposable {
  readonly done: Promise<Collected>;
  /** Indices that have reached the server, in that order. */
  readonly arrived: readonly number[];
  /** Reached the server and not answered yet. */
  readonly open: readonly number[];
  /** Most that were open at a time. */
  most(): number;
  answer(index: number): void;
  /** From now on every request is answered as it comes. */
  openGate(): void;
}

/** A run against a server that answers a request at once, or when the test says so. */
async function gatedRun(overrides: Partial<LoadPlan>, isHeld: (index: number) => boolean): Promise<GatedRun> {
  const waiting = new Map<number, Socket>();
  const arrived: number[] = [];
  let most = 0;
  let isOpen = false;
  const server = await scriptedServer({
    "/v1/chat/completions": (socket, request) => {
      const index = Number(/Question (\d+)/.exec(request)?.[1]);
      arrived.push(index);
      if (isOpen || !isHeld(index)) {
        socket.write(ANSWER);
        return;
      }
      waiting.set(index, socket);
      most = Math.max(most, waiting.size);
    },
  });
  const answer = (index: number): void => {
    waiting.get(index)?.write(ANSWER);
    waiting.delete(index);
  };
  const source = { next: (index: number) => chatRequest(`${server.url}/v1/chat/completions`, index, { stream: false }) };
  return {
    done: runAndCollect(loadPlan({ source, timeouts: { totalMs: 60_000 }, ...overrides })),
    arrived,
    get open() {
      return [...waiting.keys()];
    },
    most: () => most,
    answer,
    openGate() {
      isOpen = true;
      for (const index of waiting.keys()) answer(index);
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}

const until = (isTrue: () => boolean) => expect.poll(isTrue, { timeout: 15_000, interval: 2 }).toBe(true);
/** Long enough for what must not happen to happen. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 150));

describe("a cap over several threads", () => {
  it.each([1, 2, 3])("holds requests back in an open loop as one queue does: %i threads", async (workers) => {
    // Those that are never answered fill the cap; with places split by thread, later ones of other threads would pass by.
    await using run = await gatedRun({ arrivals: { kind: "constant", perSecond: 200 }, concurrency: 4, requests: 24, workers }, (index) => index % 6 === 0);
    await until(() => run.open.length === 4);
    await aWhile();
    expect(run.arrived.toSorted((a, b) => a - b)).toEqual(range(19));
    expect(run.open).toEqual([0, 6, 12, 18]);
    run.answer(6);
    await until(() => run.arrived.length === 24);
    run.openGate();
    const { records, outcome } = await run.done;
    const held = records.filter(({ heldBackMs }) => heldBackMs !== undefined);
    expect(held.map(({ index }) => index)).toEqual(expect.arrayContaining([19, 20, 21, 22, 23]));
    expect(outcome.heldBackMs).toBeCloseTo(held.reduce((sum, { heldBackMs = 0 }) => sum + heldBackMs, 0), 6);
    // From when it was due to when it was sent, by the clocks of both threads; connections were there.
    for (const { heldBackMs = 0, intendedMs, sentMs } of held) expect(heldBackMs).toBeLessThanOrEqual(sentMs - intendedMs + 0.5);
    expect(outcome).toMatchObject({ workers, skippedSends: 0, stopped: "complete" });
  });

  it.each([2, 3])("is full in a closed loop as long as there are requests, whichever thread has them: %i threads", async (workers) => {
    await using run = await gatedRun({ concurrency: 5, requests: 25, workers }, () => true);
    let answered = 0;
    while (answered < 20) {
      await until(() => run.arrived.length === Math.min(25, answered + 5));
      expect(run.open).toHaveLength(5);
      // The youngest: one thread ends many while the others' stay open.
      run.answer(run.open.at(-1) ?? -1);
      answered += 1;
    }
    await until(() => run.arrived.length === 25);
    expect(run.most()).toBe(5);
    run.openGate();
    const { records } = await run.done;
    expect(records.map(({ index }) => index)).toEqual(range(25));
  });

  it("is never gone beyond by threads that take and give as fast as they can", async () => {
    await using run = await gatedRun({ concurrency: 5, requests: 2000, workers: 3 }, () => false);
    const { records, outcome } = await run.done;
    expect(records).toHaveLength(2000);
    expect(outcome.stopped).toBe("complete");
    const steps = records.flatMap(({ sentMs, endMs }) => [{ atMs: sentMs, by: 1 }, { atMs: endMs, by: -1 }]).toSorted((a, b) => a.atMs - b.atMs || a.by - b.by);
    let inFlight = 0;
    let most = 0;
    for (const { by } of steps) most = Math.max(most, (inFlight += by));
    expect(most).toBeLessThanOrEqual(5);
  });
});
