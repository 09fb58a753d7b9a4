import type { ArgumentTable } from "./arguments.js";
import type { RowReader } from "./data-files.js";
import type { PromptSource } from "./prompt-source.js";
import type { TextCounter } from "./text-counter.js";

/** Everything a data set is opened with. Lengths are in the counter's unit. */
export interface DatasetContext {
  /** Absolute path of the file or folder. */
  readonly path?: string;
  readonly rows: RowReader;
  readonly counter: TextCounter;
  readonly seed: number;
  /** Texts are sent as chat messages, not as they are. */
  readonly isChat: boolean;
  /** Texts are sent as token ids. */
  readonly sendsTokens: boolean;
  readonly minLength: number;
  /** Undefined where the user gave none. */
  readonly maxLength?: number;
  readonly prefixLength: number;
  readonly minTurns: number;
  readonly maxTurns?: number;
  readonly images: ImageSettings;
  /** Checked against the data set's table. */
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ImageSettings {
  readonly width: number;
  readonly height: number;
  readonly mode: "L" | "RGB" | "RGBA";
  readonly count: number;
}

/** Where a data set's file lies on a hub. */
export interface HubFile {
  readonly id: string;
  readonly file: string;
}

/** A kind of workload by its name. */
export interface PerfDataset {
  readonly name: string;
  readonly aliases?: readonly string[];
  readonly title: string;
  /** What `--dataset-args` may hold. */
  readonly arguments: ArgumentTable;
  /** Whether it reads a file or a folder; `none`: prompts are made. */
  readonly reads: "file" | "folder" | "none";
  readonly hub?: Readonly<Partial<Record<"modelscope" | "huggingface", HubFile>>>;
  /** What the file must hold, for the message that says it is missing. */
  readonly needs?: string;
  /** The prompts have several turns. */
  readonly isMultiTurn?: boolean;
  open(context: DatasetContext): Promise<PromptSource>;
}

/** The length above which prompts are left out where the user says nothing. */
export const DEFAULT_MAX_LENGTH = 131_072;
