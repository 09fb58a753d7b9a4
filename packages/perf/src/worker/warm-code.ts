import type { ApiReader } from "../spec/api.js";
import { Http1Parser } from "../transport/http1-parser.js";
import { RecordPacker } from "./record-packer.js";
import { ResponseRecorder } from "./response-recorder.js";
import { Timeline } from "./timeline.js";

const ROUNDS = 20;
const EVENTS = 100;
const HEAD = Buffer.from("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n");
const TAIL = Buffer.from("0\r\n\r\n");

/** Takes made-up streams down before the run begins, so that its first requests do not meet code that is yet to be compiled. Leaves nothing behind. */
export function warmCode(reader: ApiReader): void {
  const packer = new RecordPacker();
  for (let round = 0; round < ROUNDS; round += 1) {
    packer.add(madeUpAnswer(reader));
    packer.take();
  }
}

function madeUpAnswer(reader: ApiReader): ResponseRecorder {
  const recorder = new ResponseRecorder(
    { index: 0, phase: 0, dueMs: 0, isStream: true, cancelAfterMs: Number.NaN, isConversation: false, isFollowUp: false, target: { url: "", headers: {} }, bytes: HEAD, bodyStart: 0 },
    { reader, keepsEvents: false, goesByMembers: true, onOver: () => undefined, onSent: () => undefined, onRead: () => undefined },
    { intendedMs: 0, dequeuedMs: 0, heldBackMs: Number.NaN, timeline: new Timeline() },
  );
  let atMs = 0;
  const parser = new Http1Parser({
    onHead: (head) => recorder.onHead(atMs, head),
    onBody: (bytes, start, end) => recorder.onBody(atMs, bytes, start, end),
    onComplete: (_, delimited) => recorder.onEnd(atMs, delimited),
  });
  parser.begin();
  parser.feed(HEAD, HEAD.length);
  for (let event = 0; event < EVENTS; event += 1) {
    atMs += 1;
    const data = `data: {"id":"x","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"content":" word${event}"},"finish_reason":null}]}\n\n`;
    const chunk = Buffer.from(`${data.length.toString(16)}\r\n${data}\r\n`);
    parser.feed(chunk, chunk.length);
  }
  parser.feed(TAIL, TAIL.length);
  return recorder;
}
