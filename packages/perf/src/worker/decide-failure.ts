import type { ParsedReply } from "../spec/api.js";
import type { FailureKind, RequestRecord } from "../spec/record.js";
import type { PreparedRequest } from "../spec/request.js";
import { FAILURE_KINDS, FLAG } from "./record-columns.js";
import type { RawRecord } from "./record-unpacker.js";
import { safeMessage } from "./safe-message.js";
import { KIND_NUMBER } from "./timeline.js";

export interface Judged {
  readonly raw: RawRecord;
  readonly parsed: ParsedReply | undefined;
  /** Why it could not be parsed. */
  readonly problem: string | undefined;
  readonly isStream: boolean;
  /** Number of each event's kind. */
  readonly kinds: Uint8Array;
  readonly request: PreparedRequest;
}

/** Whether an answer failed, and how: first what the wire says, then the status, then what is in it. */
export function decideFailure(judged: Judged): RequestRecord["failure"] {
  const { raw, request } = judged;
  const status = raw.number("status") ?? 0;
  const found = wireFailure(raw) ?? statusFailure(raw, status) ?? contentFailure(judged);
  if (found === undefined) return undefined;
  return { kind: found.kind, message: safeMessage(found.message, request.headers), ...(status === 0 ? {} : { status }) };
}

interface Found {
  readonly kind: FailureKind;
  readonly message: string;
}

function wireFailure(raw: RawRecord): Found | undefined {
  const number = raw.number("failure");
  const kind = number === undefined ? undefined : FAILURE_KINDS[number];
  return kind === undefined ? undefined : { kind, message: raw.message ?? "" };
}

function statusFailure(raw: RawRecord, status: number): Found | undefined {
  if (status >= 200 && status < 300) return undefined;
  const message = `HTTP ${status}: ${raw.bodyText().slice(0, 2000)}`;
  if (status === 429) return { kind: "http-429", message };
  if (status >= 500) return { kind: "http-5xx", message };
  return { kind: status >= 400 ? "http-4xx" : "http-3xx", message };
}

function contentFailure({ raw, parsed, problem, isStream, kinds }: Judged): Found | undefined {
  if (parsed?.error !== undefined || kinds.includes(KIND_NUMBER.error)) return { kind: isStream ? "error-in-stream" : "bad-body", message: parsed?.error ?? "The server told an error within the stream." };
  if (isStream && !isComplete(raw, parsed, kinds)) return { kind: "early-close", message: "The server closed the connection before the answer was complete." };
  if ((raw.flags & FLAG.cut) !== 0) return { kind: "bad-body", message: "The answer is longer than this client keeps." };
  if (problem !== undefined) return { kind: "bad-body", message: problem };
  if (isStream ? !kinds.includes(KIND_NUMBER.answer) && !kinds.includes(KIND_NUMBER.thought) && saysNothing(parsed) : parsed?.empty === true && saysNothing(parsed)) return { kind: "empty", message: "Nothing was generated." };
  return undefined;
}

/** An answer that ends with its connection is complete when it says so itself. */
function isComplete(raw: RawRecord, parsed: ParsedReply | undefined, kinds: Uint8Array): boolean {
  return (raw.flags & FLAG.delimited) !== 0 || parsed?.finish !== undefined || kinds.includes(KIND_NUMBER.done);
}

/** There is not even a word that the model had nothing to say. */
function saysNothing(parsed: ParsedReply | undefined): boolean {
  return parsed?.finish === undefined && (parsed?.usage?.completionTokens ?? 0) === 0;
}
