/** Digits of a stamp: microseconds of the monotonic clock, enough for three years of uptime. */
const STAMP_DIGITS = 14;

const HEAD = `{"id":"chatcmpl-mock0000000000000000","object":"chat.completion.chunk","created":1700000000,"model":"mock","choices":[{"index":0,"delta":`;
const TAIL = `,"logprobs":null,"finish_reason":null}]}`;

/** Head of a stream's answer. */
export const STREAM_HEAD = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-cache\r\nTransfer-Encoding: chunked\r\n\r\n";
const BEFORE = chunkStart(eventLength());
const AFTER = `"}${TAIL}\n\n\r\n`;

/** One event in a chunk of its own. Its text is the moment at which it was sent: a space and the monotonic clock in microseconds, always of one length. */
export function stampedFrame(nowMs: number): string {
  return BEFORE + String(Math.round(nowMs * 1000)).padStart(STAMP_DIGITS, "0") + AFTER;
}

/** The first event as many servers send it, without any token; then end, usage and `[DONE]`. */
export const ROLE_FRAME = chunk(`data: ${HEAD}{"role":"assistant","content":""}${TAIL}\n\n`);

export function lastFrames(promptTokens: number, completionTokens: number): string {
  const finish = `data: ${HEAD}{},"logprobs":null,"finish_reason":"length"}]}\n\n`;
  const usage = `data: {"id":"chatcmpl-mock0000000000000000","object":"chat.completion.chunk","created":1700000000,"model":"mock","choices":[],"usage":${usageOf(promptTokens, completionTokens)}}\n\n`;
  return `${chunk(`${finish}${usage}data: [DONE]\n\n`)}0\r\n\r\n`;
}

/** A whole answer that is no stream, with the same stamp as its text. */
export function wholeAnswer(nowMs: number, promptTokens: number, completionTokens: number): string {
  const stamp = String(Math.round(nowMs * 1000)).padStart(STAMP_DIGITS, "0");
  const body = `{"id":"chatcmpl-mock0000000000000000","object":"chat.completion","created":1700000000,"model":"mock","choices":[{"index":0,"message":{"role":"assistant","content":" ${stamp}"},"logprobs":null,"finish_reason":"length"}],"usage":${usageOf(promptTokens, completionTokens)}}`;
  return jsonAnswer(200, body);
}

export function jsonAnswer(status: number, body: string): string {
  return `HTTP/1.1 ${status} ${status === 200 ? "OK" : "Not Found"}\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function usageOf(promptTokens: number, completionTokens: number): string {
  return `{"prompt_tokens":${promptTokens},"completion_tokens":${completionTokens},"total_tokens":${promptTokens + completionTokens}}`;
}

function eventLength(): number {
  return `data: ${HEAD}{"content":" "}${TAIL}\n\n`.length + STAMP_DIGITS;
}

function chunkStart(length: number): string {
  return `${length.toString(16)}\r\ndata: ${HEAD}{"content":" `;
}

function chunk(text: string): string {
  return `${text.length.toString(16)}\r\n${text}\r\n`;
}
