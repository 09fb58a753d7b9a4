import { MessageCodec, type Field } from "./message-table.js";

/** A point in time: whole seconds since 1970 (UTC) and nanoseconds. */
export interface Timestamp {
  readonly seconds: number;
  readonly nanos: number;
}

export interface StartRecord {
  readonly project: string;
  readonly workspace: string;
  readonly public: boolean;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly group: string;
  readonly jobType: string;
  readonly color: string;
  readonly id: string;
  /** 0 never, 1 allow, 2 must. */
  readonly resume: number;
  readonly startedAt?: Timestamp | undefined;
}

export interface FinishRecord {
  /** 0 running, 1 finished, 2 crashed, 3 aborted. */
  readonly state: number;
  readonly error: string;
  readonly finishedAt?: Timestamp | undefined;
}

export interface ColumnRecord {
  /** 1 custom, 2 system. */
  readonly columnClass: number;
  /** One of `columnTypes`. */
  readonly columnType: number;
  readonly key: string;
  readonly name: string;
  readonly section: string;
  /** 1 pinned, 2 hidden, 3 public, 4 system. */
  readonly sectionType: number;
}

export interface ScalarRecord {
  readonly key: string;
  readonly step: number;
  readonly type: number;
  readonly timestamp?: Timestamp | undefined;
  readonly value?: { readonly number: number } | undefined;
}

export interface MediaFileRecord {
  readonly filename: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly caption: string;
}

export interface MediaRecord {
  readonly key: string;
  readonly step: number;
  readonly type: number;
  readonly timestamp?: Timestamp | undefined;
  readonly value?: { readonly items: readonly MediaFileRecord[] } | undefined;
}

export interface LogRecord {
  readonly line: string;
  /** 0 information, 1 error. */
  readonly level: number;
  readonly timestamp?: Timestamp | undefined;
  /** Number of the line, from 1. */
  readonly epoch: number;
}

export interface SaveRecord {
  readonly name: string;
  readonly sourcePath: string;
  readonly targetPath: string;
  /** 0 now, 1 end, 2 live. */
  readonly policy: number;
  /** 0 custom, 1 configuration, 2 metadata, 3 requirements, 4 conda. */
  readonly type: number;
}

/** One record of a `.swanlab` file; exactly one of the members after `timestamp` is there. */
export interface SwanlabRecord {
  /** -1 start, -2 finish, -3 configuration, -4 metadata, -5 requirements, -6 conda; everything else counts 1, 2, 3… */
  readonly num: number;
  readonly timestamp?: Timestamp | undefined;
  readonly start?: StartRecord | undefined;
  readonly finish?: FinishRecord | undefined;
  readonly column?: ColumnRecord | undefined;
  readonly scalar?: ScalarRecord | undefined;
  readonly media?: MediaRecord | undefined;
  readonly log?: LogRecord | undefined;
  readonly save?: SaveRecord | undefined;
}

export const recordNumbers = { start: -1, finish: -2, config: -3, metadata: -4, requirements: -5 } as const;
export const saveTypes = { config: 1, metadata: 2, requirements: 3 } as const;
export const columnTypes = { scalar: 1, image: 2, text: 4, echarts: 6, html: 9 } as const;
export const runStates = { finished: 1, crashed: 2, aborted: 3 } as const;

function texts(...fields: readonly (readonly [number, string])[]): readonly Field[] {
  return fields.map(([number, name]) => ({ number, name, type: "string" }));
}

function wholes(...fields: readonly (readonly [number, string])[]): readonly Field[] {
  return fields.map(([number, name]) => ({ number, name, type: "int64" }));
}

function message<Message>(...fields: readonly (Field | readonly Field[])[]): MessageCodec<Message> {
  return new MessageCodec<Message>(fields.flat());
}

const timestamp = message<Timestamp>(wholes([1, "seconds"], [2, "nanos"]));
const start = message<StartRecord>(
  texts([1, "project"], [2, "workspace"], [4, "name"], [5, "description"], [7, "group"], [8, "jobType"], [9, "color"], [10, "id"]),
  { number: 3, name: "public", type: "bool" },
  { number: 6, name: "tags", type: "string", repeated: true },
  wholes([11, "resume"]),
  { number: 12, name: "startedAt", type: timestamp },
);
const finish = message<FinishRecord>(wholes([1, "state"]), texts([2, "error"]), { number: 3, name: "finishedAt", type: timestamp });
const column = message<ColumnRecord>(
  wholes([1, "columnClass"], [2, "columnType"], [6, "sectionType"]),
  texts([3, "key"], [4, "name"], [5, "section"]),
);
const scalarValue = message<{ number: number }>({ number: 1, name: "number", type: "double" });
const scalar = message<ScalarRecord>(
  texts([1, "key"]),
  wholes([2, "step"], [3, "type"]),
  { number: 4, name: "timestamp", type: timestamp },
  { number: 5, name: "value", type: scalarValue },
);
const mediaFile = message<MediaFileRecord>(texts([1, "filename"], [2, "sha256"], [4, "caption"]), wholes([3, "size"]));
const mediaValue = message<{ items: readonly MediaFileRecord[] }>({ number: 1, name: "items", type: mediaFile, repeated: true });
const media = message<MediaRecord>(
  texts([1, "key"]),
  wholes([2, "step"], [3, "type"]),
  { number: 4, name: "timestamp", type: timestamp },
  { number: 5, name: "value", type: mediaValue },
);
const log = message<LogRecord>(texts([1, "line"]), wholes([2, "level"], [4, "epoch"]), { number: 3, name: "timestamp", type: timestamp });
const save = message<SaveRecord>(texts([1, "name"], [2, "sourcePath"], [3, "targetPath"]), wholes([4, "policy"], [5, "type"]));

/** Reads and writes the records of a `.swanlab` file. */
export const recordCodec = message<SwanlabRecord>(
  wholes([1, "num"]),
  { number: 2, name: "timestamp", type: timestamp },
  { number: 10, name: "start", type: start },
  { number: 11, name: "finish", type: finish },
  { number: 12, name: "column", type: column },
  { number: 13, name: "scalar", type: scalar },
  { number: 14, name: "media", type: media },
  { number: 16, name: "log", type: log },
  { number: 20, name: "save", type: save },
);

/** Milliseconds since 1970 as a `Timestamp`. */
export function toTimestamp(timeMs: number): Timestamp {
  const seconds = Math.floor(timeMs / 1000);
  return { seconds, nanos: Math.round((timeMs - seconds * 1000) * 1e6) };
}

/** UTC in ISO 8601 with `Z`, to the millisecond. */
export function toIsoTime({ seconds, nanos }: Timestamp): string {
  return new Date(seconds * 1000 + Math.floor(nanos / 1e6)).toISOString();
}
