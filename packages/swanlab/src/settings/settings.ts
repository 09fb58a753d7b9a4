import { homedir } from "node:os";
import { basename, join, resolve } from "node:path";
import { Secret } from "@evalkit/core";
import { processEnvironment, type Environment } from "../environment.js";
import { SwanlabAuthError, SwanlabConfigError } from "../errors.js";
import type { InitOptions, ResumeMode } from "../options.js";
import { readCredentials } from "./credentials.js";
import { hostOrigin } from "./hosts.js";
import { checkName, randomRunId, toProjectName } from "./names.js";

export interface ServerSettings {
  readonly apiHost: string;
  readonly webHost: string;
  readonly apiKey: Secret;
}

/** Options, environment and defaults put together and checked. */
export interface Settings {
  readonly mode: "online" | "offline" | "local" | "disabled";
  readonly project: string;
  readonly workspace: string | undefined;
  readonly experimentName: string | undefined;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly group: string | undefined;
  readonly jobType: string | undefined;
  readonly color: string | undefined;
  readonly id: string;
  readonly resume: ResumeMode;
  readonly isPublic: boolean;
  readonly logDir: string;
  readonly sectionRule: number;
  readonly batchSize: number;
  /** Only in online mode. */
  readonly server: ServerSettings | undefined;
}

const DEFAULT_API_HOST = "https://api.swanlab.cn";
const DEFAULT_WEB_HOST = "https://swanlab.cn";

/** Throws `SwanlabConfigError` for what SwanLab would not take, `SwanlabAuthError` when a key is needed and there is none. */
export function resolveSettings(options: InitOptions): Settings {
  const read = reader(options.environment ?? processEnvironment());
  const mode = modeOf(options.mode ?? read("SWANLAB_MODE") ?? "online");
  const id = options.id ?? read("SWANLAB_RUN_ID");
  return {
    mode,
    ...textsOf(options, read),
    tags: tagsOf(options.tags ?? listOf(read("SWANLAB_TAGS"))),
    id: checkName("id", id ?? randomRunId()),
    resume: resumeOf(options.resume ?? read("SWANLAB_RESUME") ?? "never", id),
    isPublic: options.public ?? ["true", "yes", "1"].includes((read("SWANLAB_PUBLIC") ?? "").toLowerCase()),
    logDir: resolve(options.logDir ?? read("SWANLAB_LOG_DIR", "SWANLAB_LOGDIR") ?? "swanlog"),
    sectionRule: wholeNumber("section rule", options.sectionRule ?? read("SWANLAB_SECTION_RULE_IDX", "SWANLAB_CORE_SECTION_RULE") ?? 0, -512, 512),
    batchSize: wholeNumber("batch size", options.batchSize ?? read("SWANLAB_CORE_RECORD_BATCH") ?? 10_000, 1, 99_999),
    server: mode === "online" ? serverOf(options, read) : undefined,
  };
}

function textsOf(options: InitOptions, read: Read) {
  const text = (kind: Parameters<typeof checkName>[0], value: string | undefined) =>
    value === undefined || value === "" ? undefined : checkName(kind, value);
  return {
    project: projectOf(options.project ?? read("SWANLAB_PROJ_NAME", "SWANLAB_PROJECT_NAME")),
    workspace: text("workspace", options.workspace ?? read("SWANLAB_WORKSPACE", "SWANLAB_PROJECT_WORKSPACE")),
    experimentName: text("experimentName", options.experimentName ?? read("SWANLAB_EXP_NAME", "SWANLAB_EXPERIMENT_NAME")),
    description: text("description", options.description ?? read("SWANLAB_DESCRIPTION")),
    group: text("group", options.group ?? read("SWANLAB_GROUP")),
    jobType: text("jobType", options.jobType ?? read("SWANLAB_JOB_TYPE")),
    color: text("color", options.color ?? read("SWANLAB_EXP_COLOR")),
  };
}

type Read = (...names: readonly string[]) => string | undefined;

/** The first of these variables that is set; one pair of quotes round a value is taken off, as SwanLab does. */
function reader(environment: Environment): Read {
  return (...names) => {
    for (const name of names) {
      const value = environment[name]?.trim().replace(/^(["'])(.*)\1$/s, "$2");
      if (value !== undefined && value !== "") return value;
    }
    return undefined;
  };
}

function modeOf(mode: string): Settings["mode"] {
  if (mode === "cloud") return "online";
  if (mode === "online" || mode === "offline" || mode === "local" || mode === "disabled") return mode;
  throw new SwanlabConfigError(`There is no mode ${JSON.stringify(mode)}; the modes are online (cloud), offline, local and disabled.`);
}

function projectOf(name: string | undefined): string {
  return name === undefined ? (toProjectName(basename(resolve("."))) ?? "evalkit") : checkName("project", name);
}

function listOf(text: string | undefined): readonly string[] {
  if (text === undefined) return [];
  if (text.startsWith("[")) {
    try {
      const list: unknown = JSON.parse(text);
      if (Array.isArray(list)) return list.map(String);
    } catch {
      // Not a JSON list: commas part it.
    }
  }
  return text.split(",").map((tag) => tag.trim());
}

function tagsOf(tags: readonly string[]): readonly string[] {
  const kept = tags.filter((tag) => tag !== "").map((tag) => checkName("tag", tag));
  if (kept.length > 30) throw new SwanlabConfigError(`A run has at most 30 tags, not ${kept.length}.`);
  return kept;
}

function resumeOf(text: string, id: string | undefined): ResumeMode {
  const mode = { must: "must", allow: "allow", never: "never", true: "allow", false: "never" }[text.toLowerCase()];
  if (mode === undefined) throw new SwanlabConfigError(`There is no way to resume called ${JSON.stringify(text)}; there are must, allow and never.`);
  if (mode === "must" && id === undefined) throw new SwanlabConfigError("Resuming a run with `must` needs its id.");
  return mode as ResumeMode;
}

function wholeNumber(what: string, value: string | number, least: number, most: number): number {
  const number = Number(value);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new SwanlabConfigError(`The ${what} ${JSON.stringify(value)} is not a whole number from ${least} to ${most}.`);
}

function serverOf(options: InitOptions, read: Read): ServerSettings {
  const root = read("SWANLAB_ROOT", "SWANLAB_SAVE_DIR") ?? join(homedir(), ".swanlab");
  const stored = readCredentials([resolve(".swanlab"), root]);
  const storedHost = stored === undefined ? undefined : hostOrigin(stored.apiHost);
  const givenHost = options.apiHost ?? read("SWANLAB_API_HOST");
  const apiHost = givenHost === undefined ? (storedHost ?? DEFAULT_API_HOST) : hostOrigin(givenHost);
  const isStoredHost = storedHost === apiHost;
  // A stored key belongs to the host it was stored for.
  const apiKey = options.apiKey ?? read("SWANLAB_API_KEY") ?? (isStoredHost ? stored?.apiKey : undefined);
  if (apiKey === undefined || apiKey === "") {
    throw new SwanlabAuthError(`There is no SwanLab key for ${apiHost}.`, {
      hint: "Give `apiKey`, set SWANLAB_API_KEY, run `swanlab login`, or use mode offline.",
    });
  }
  if (/\s/.test(apiKey) || !/^[\u0021-\u007e]+$/.test(apiKey)) {
    throw new SwanlabAuthError("The SwanLab key holds blanks or characters that a header cannot carry.");
  }
  const givenWebHost = options.webHost ?? read("SWANLAB_WEB_HOST") ?? (isStoredHost ? stored?.webHost : undefined);
  const webHost = givenWebHost ?? (apiHost === DEFAULT_API_HOST ? DEFAULT_WEB_HOST : apiHost);
  return { apiHost, webHost: hostOrigin(webHost), apiKey: new Secret(apiKey) };
}
