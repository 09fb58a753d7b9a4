/** What a local run also writes for `swanlab watch`; a failure is reported once and ends the writing, never the run. */
export interface Board {
  scalar(key: string, step: number, point: BoardScalar): void;
  media(key: string, step: number, point: BoardMedia): void;
  line(text: string, level: "info" | "error"): void;
  finish(state: "finished" | "crashed" | "aborted"): void;
}

export interface BoardScalar {
  readonly number: number;
  readonly timeMs: number;
}

export interface BoardMedia {
  /** Type of the column. */
  readonly type: number;
  readonly files: readonly { readonly filename: string; readonly caption: string; readonly bytes: Uint8Array }[];
  readonly timeMs: number;
}
