import type { Environment } from "./environment.js";
import type { Clock } from "./clock.js";

/** `online` sends while it runs, `offline` only writes files, `local` also writes a board for `swanlab watch`, `disabled` does nothing. */
export type SwanlabMode = "online" | "cloud" | "offline" | "local" | "disabled";

/** Whether an existing run with this id is continued: `must` (it has to exist), `allow`, `never`. */
export type ResumeMode = "must" | "allow" | "never";

/** What is told about the machine; all of it is off unless it is asked for. */
export interface MetadataGroups {
  /** Processor, number of cores, memory. */
  readonly hardware?: boolean;
  /** Operating system, Node version, process id. */
  readonly runtime?: boolean;
  readonly hostname?: boolean;
  /** Working folder and the run's folder. */
  readonly workingFolder?: boolean;
  readonly commandLine?: boolean;
  /** Branch, commit and the remote's address (without credentials). */
  readonly git?: boolean;
  /** Direct dependencies of the package in the working folder, with the installed versions. */
  readonly packages?: boolean;
}

/** How a column is put into sections: by the slash number `rule` (0 first, -1 last), by a name, or by a function of the key; `""` is no section. */
export type SectionOf = string | ((key: string) => string | undefined);

/** Something that went wrong beside the run: a value that was refused, a server that is away, a disk that is full. */
export interface SwanlabWarning {
  readonly kind: "value" | "server" | "disk" | "local";
  readonly message: string;
}

/** Options of `init`. What is left out comes from the environment (`SWANLAB_…`), then from the default. */
export interface InitOptions {
  /** 1 to 100 of letters, digits and `_-+.`; default `SWANLAB_PROJ_NAME`, then the working folder's name. */
  readonly project?: string;
  /** Default: that of the key. */
  readonly workspace?: string;
  /** Default: the time at the start. */
  readonly experimentName?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly group?: string;
  readonly jobType?: string;
  /** `#RRGGBB`; default: one of ten, by the number of runs. */
  readonly color?: string;
  /** Any plain data; values under names such as `api_key` are replaced. */
  readonly config?: Readonly<Record<string, unknown>>;
  /** Default `online`. */
  readonly mode?: SwanlabMode;
  /** Default `./swanlog`. */
  readonly logDir?: string;
  /** Default: `SWANLAB_API_KEY`, then the file that `swanlab login` writes. */
  readonly apiKey?: string;
  /** Default `https://api.swanlab.cn`. */
  readonly apiHost?: string;
  /** Where people look; default: `apiHost` when that is given, else `https://swanlab.cn`. */
  readonly webHost?: string;
  /** Id of the run; default 8 random letters and digits. */
  readonly id?: string;
  /** Default `never`. */
  readonly resume?: ResumeMode;
  /** Whether the project is made public when it is made. */
  readonly public?: boolean;
  /** Section of each key; default: the text before a slash. */
  readonly section?: SectionOf;
  /** Which slash of a key ends its section: 0 the first, -1 the last; default 0. */
  readonly sectionRule?: number;
  readonly metadata?: MetadataGroups;
  /** Ends the run when the process is interrupted (aborted) or an exception is uncaught (crashed); default false. */
  readonly handleProcessEvents?: boolean;
  /** How long `init` waits for the server; after that the run goes on and is sent when the server answers. Default 10 s. */
  readonly connectTimeoutMs?: number;
  /** How long `finish` waits while nothing gets through; default 30 s. */
  readonly finishTimeoutMs?: number;
  /** Time between two uploads while the run goes on; default 1.5 s. */
  readonly uploadIntervalMs?: number;
  /** Records in one request, below 100,000; default 10,000. */
  readonly batchSize?: number;
  /** Called for each warning, at most once for the same one; they are also in the report at the end. */
  readonly onWarning?: (warning: SwanlabWarning) => void;
  /** Default: the variables of the process. */
  readonly environment?: Environment;
  /** Time, for tests. */
  readonly clock?: Clock;
}
