// Answers with a fixed schedule, five in turn, 20 ms apart: what the definitions of load testers disagree about.

/** Moments after the request (ms), with one event or several in one write. The usage tells two tokens more than the text has words. */
export const SCHEDULES = {
  plain: (turn) => ({ events: paced(8, 30, turn, (index) => ({ ...(index === 0 ? { role: "assistant" } : {}), content: words(1) })), tokens: 10 }),
  "role first": (turn) => ({ events: [ROLE, ...paced(8, 30, turn, () => ({ content: words(1) }))], tokens: 10 }),
  "three tokens an event": (turn) => ({ events: [ROLE, ...paced(5, 40, turn, () => ({ content: words(3) }))], tokens: 17 }),
  "one token": (turn) => ({ events: [ROLE, ...paced(turn < 2 ? 1 : 6, 30, turn, () => ({ content: words(1) }))], tokens: turn < 2 ? 1 : 8 }),
  "no usage": (turn) => ({ events: [ROLE, ...paced(5, 40, turn, () => ({ content: words(3) }))] }),
  reasoning: (turn) => ({ events: [ROLE, ...paced(9, 30, turn, (index) => (index < 4 ? { reasoning: words(1) } : { content: words(1) }))], tokens: 11 }),
  "reasoning alone": (turn) => ({ events: [ROLE, ...paced(6, 30, turn, () => ({ reasoning_content: words(1) }))], tokens: 8 }),
  failed: (turn) => ({ fails: turn === 2, events: [ROLE, ...paced(6, 30, turn, () => ({ content: words(1) }))], tokens: 8 }),
  "three events a write": (turn) => ({ events: [ROLE, ...paced(4, 60, turn, () => Array.from({ length: 3 }, () => ({ content: words(1) })))], tokens: 14 }),
};

const ROLE = [60, { role: "assistant", content: "" }];
const words = (count) => " word".repeat(count);
const paced = (count, gapMs, turn, eventOf) => Array.from({ length: count }, (_, index) => [120 + 20 * turn + gapMs * index, eventOf(index)]);

const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const event = (choice) => `data: ${JSON.stringify({ ...HEAD, choices: [{ index: 0, finish_reason: null, logprobs: null, ...choice }] })}\n\n`;
const HEAD = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_700_000_000, model: "mock" };

/** Sends one answer; the finish event comes 25 ms after the last payload, usage and end 60 ms after it. */
export async function answer(response, { fails, events, tokens }, wantsUsage) {
  const startMs = performance.now();
  const until = (ms) => sleep(Math.max(0, startMs + ms - performance.now()));
  if (fails) {
    await until(700);
    response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"message":"no","type":"server_error"}}');
    return;
  }
  response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
  for (const [atMs, deltas] of events) {
    await until(atMs);
    response.write([deltas].flat().map((delta) => event({ delta })).join(""));
  }
  const lastMs = events.at(-1)[0];
  await until(lastMs + 25);
  response.write(event({ delta: {}, finish_reason: "length" }));
  await until(lastMs + 60);
  const usage = { prompt_tokens: 8, completion_tokens: tokens, total_tokens: 8 + tokens };
  response.end(`${tokens !== undefined && wantsUsage ? `data: ${JSON.stringify({ ...HEAD, choices: [], usage })}\n\n` : ""}data: [DONE]\n\n`);
}
