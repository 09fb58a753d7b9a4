import type { ApiReader, ParsedReply } from "../spec/api.js";
import type { RequestRecord } from "../spec/record.js";
import type { PreparedRequest } from "../spec/request.js";
import { decideFailure } from "./decide-failure.js";
import { FLAG } from "./record-columns.js";
import type { RawRecord } from "./record-unpacker.js";
import { COALESCED, KINDS, KIND_NUMBER } from "./timeline.js";

export interface BuildOptions {
  readonly reader: ApiReader;
  readonly worker: number;
  readonly phase: RequestRecord["phase"];
  readonly request: PreparedRequest;
  readonly wantsText: boolean;
}

export interface BuiltRecord {
  readonly record: RequestRecord;
  readonly parsed: ParsedReply | undefined;
}

/** Parses what a worker kept of an answer and makes the record that everything else is computed from. */
export function buildRecord(raw: RawRecord, options: BuildOptions): BuiltRecord {
  const { request } = options;
  const isStream = (raw.flags & FLAG.stream) !== 0;
  const { parsed, kinds, problem } = parse(raw, options.reader, isStream);
  const events = isStream ? sortEvents(raw, kinds) : undefined;
  const failure = decideFailure({ raw, parsed, problem, isStream, kinds, request });
  const isCancelled = (raw.flags & FLAG.cancelled) !== 0;
  const status = raw.number("status") ?? 0;
  const record: RequestRecord = {
    index: request.index,
    phase: options.phase,
    worker: options.worker,
    outcome: isCancelled ? "cancelled" : failure === undefined ? "ok" : "failed",
    ...(failure === undefined || isCancelled ? {} : { failure }),
    ...(status === 0 ? {} : { status }),
    stream: isStream || (status === 0 && request.stream),
    ...copyDefined(request, ["model", "conversation", "asked", "maxOutputTokens"]),
    ...times(raw),
    ...events,
    payloadMs: events?.payloadMs ?? [],
    ...connectionOf(raw),
    ...contentOf(parsed, events?.payloadMs.length, options.wantsText),
    bytes: raw.number("wireBytes") ?? 0,
  };
  return { record, parsed };
}

function contentOf(parsed: ParsedReply | undefined, payloads: number | undefined, wantsText: boolean): Pick<RequestRecord, "usage" | "tokensPerEvent" | "finish" | "text" | "reasoning"> {
  if (parsed === undefined) return { usage: undefined };
  const { tokensPerEvent, finish, text, reasoning, usage } = parsed;
  return {
    usage,
    ...(tokensPerEvent === undefined || tokensPerEvent.length !== payloads ? {} : { tokensPerEvent }),
    ...(finish === undefined ? {} : { finish }),
    ...(wantsText ? { text, reasoning } : {}),
  };
}

interface Parsed {
  readonly parsed: ParsedReply | undefined;
  /** Number of each event's kind, nothing unsure and no marks. */
  readonly kinds: Uint8Array;
  readonly problem: string | undefined;
}

function parse(raw: RawRecord, reader: ApiReader, isStream: boolean): Parsed {
  const kinds = kindsByBytes(raw);
  const status = raw.number("status") ?? 0;
  if (status < 200 || status >= 300) return { parsed: undefined, kinds, problem: undefined };
  try {
    if (!isStream) return { parsed: raw.number("keptBytes") === undefined || raw.number("failure") !== undefined ? undefined : reader.parseBody(raw.bodyText()), kinds, problem: undefined };
    const texts = raw.kept.map((_, position) => raw.keptText(position));
    const parsed = reader.parseEvents(texts);
    const named = raw.kept.findIndex((event) => kinds[event] === KIND_NUMBER.error);
    raw.kept.forEach((event, position) => {
      const kind = parsed.kinds[position];
      // An event named "error" is one, whatever is in it.
      if (kind !== undefined && kinds[event] !== KIND_NUMBER.error) kinds[event] = KINDS.indexOf(kind);
    });
    return { parsed: named < 0 || parsed.error !== undefined ? parsed : { ...parsed, error: texts[named] ?? "" }, kinds, problem: undefined };
  } catch (error) {
    return { parsed: undefined, kinds, problem: error instanceof Error ? error.message : String(error) };
  }
}

function kindsByBytes(raw: RawRecord): Uint8Array {
  const kinds = new Uint8Array(raw.kinds);
  for (let event = 0; event < kinds.length; event += 1) {
    const kind = (kinds[event] ?? 0) & ~COALESCED;
    kinds[event] = kind === KIND_NUMBER.unsure ? KIND_NUMBER.empty : kind;
  }
  return kinds;
}

type EventTimes = Pick<RequestRecord, "firstPayloadMs" | "firstAnswerMs" | "firstEventMs" | "lastPayloadMs" | "eventMs" | "coalesced" | "payloadMs">;

function sortEvents({ times: stamps, kinds: marks }: RawRecord, kinds: Uint8Array): EventTimes {
  const payloadMs = chosen(stamps, kinds, KIND_NUMBER.thought);
  const eventMs = chosen(stamps, kinds, KIND_NUMBER.empty);
  const firstAnswer = kinds.indexOf(KIND_NUMBER.answer);
  const coalesced = coalescedOf(stamps, marks, kinds);
  return {
    ...defined("firstPayloadMs", payloadMs[0]),
    ...defined("firstAnswerMs", firstAnswer < 0 ? undefined : stamps[firstAnswer]),
    ...defined("firstEventMs", eventMs[0]),
    ...defined("lastPayloadMs", payloadMs.at(-1)),
    ...(eventMs.length === payloadMs.length ? {} : { eventMs }),
    ...(coalesced.length === 0 ? {} : { coalesced }),
    payloadMs,
  };
}

/** Stamps of the events whose kind has at most that number, in an array that is just as long: growing ones are most of what a run throws away. */
function chosen(stamps: Float64Array, kinds: Uint8Array, highest: number): readonly number[] {
  let count = 0;
  for (const kind of kinds) if (kind <= highest) count += 1;
  const times = new Array<number>(count);
  let next = 0;
  for (let event = 0; event < kinds.length; event += 1) {
    if ((kinds[event] ?? highest + 1) <= highest) times[next++] = stamps[event] ?? Number.NaN;
  }
  return times;
}

/** Places, among the payload events, of those that came out of one read with the one before. */
function coalescedOf(stamps: Float64Array, marks: Uint8Array, kinds: Uint8Array): number[] {
  const places: number[] = [];
  let payloads = 0;
  let before: number | undefined;
  for (let event = 0; event < kinds.length; event += 1) {
    if ((kinds[event] ?? KIND_NUMBER.empty) > KIND_NUMBER.thought) continue;
    const atMs = stamps[event];
    if (((marks[event] ?? 0) & COALESCED) !== 0 && before === atMs) places.push(payloads);
    before = atMs;
    payloads += 1;
  }
  return places;
}

function times(raw: RawRecord): Pick<RequestRecord, "intendedMs" | "dequeuedMs" | "heldBackMs" | "sentMs" | "headersMs" | "firstByteMs" | "endMs"> {
  const intendedMs = raw.number("intendedMs") ?? Number.NaN;
  const dequeuedMs = raw.number("dequeuedMs");
  return {
    intendedMs,
    ...defined("dequeuedMs", dequeuedMs),
    ...defined("heldBackMs", raw.number("heldBackMs")),
    // Never sent: it failed while a connection was looked for, at the moment it was taken up.
    sentMs: raw.number("sentMs") ?? dequeuedMs ?? intendedMs,
    ...defined("headersMs", raw.number("headersMs")),
    ...defined("firstByteMs", raw.number("firstByteMs")),
    endMs: raw.number("endMs") ?? Number.NaN,
  };
}

function connectionOf(raw: RawRecord): Pick<RequestRecord, "connection"> {
  if (raw.number("waitMs") === undefined) return {};
  return {
    connection: {
      reused: (raw.flags & FLAG.reused) !== 0,
      ...defined("waitMs", raw.number("waitMs")),
      ...defined("dnsMs", raw.number("dnsMs")),
      ...defined("connectMs", raw.number("connectMs")),
      ...defined("tlsMs", raw.number("tlsMs")),
    },
  };
}

function defined<Name extends string>(name: Name, value: number | undefined): { readonly [Key in Name]?: number } {
  return value === undefined ? {} : ({ [name]: value } as { readonly [Key in Name]: number });
}

function copyDefined<Source extends object, Name extends keyof Source>(source: Source, names: readonly Name[]): Partial<Pick<Source, Name>> {
  const copy: Partial<Pick<Source, Name>> = {};
  for (const name of names) {
    if (source[name] !== undefined) copy[name] = source[name];
  }
  return copy;
}
