import { ConfigError, isRecord, type SandboxBackend } from "@evalkit/core";
import { parseJsonObject } from "./key-values.js";
import { didYouMean } from "./nearest.js";
import type { GivenTask } from "./task-keys.js";
import { positiveCount, readOptional, truth } from "./values.js";

/** What holds the code of answers. */
export interface SandboxConfig {
  /** `auto`: the first of bubblewrap and Landlock that works here. @default "auto" */
  readonly backend: SandboxBackend | "auto";
  /** Without it `none` is refused. */
  readonly allowUnsafeExecution: boolean;
  /** Programs at once. @default one for each core */
  readonly workers?: number;
  /** Address space of one process, where the user has set it. */
  readonly memoryBytes?: number;
  /** Image of the containers, for the backend docker. @default the sandbox's own */
  readonly image?: string;
}

/** What the command line says about it, as a task has it. */
export type SandboxFlags = Pick<GivenTask, "sandbox" | "allow_unsafe_execution" | "use_sandbox" | "sandbox_type" | "sandbox_manager_config">;

const BACKENDS = ["auto", "bubblewrap", "landlock", "docker", "quickjs", "none"] as const;
const ALIASES: Readonly<Record<string, SandboxConfig["backend"]>> = { bwrap: "bubblewrap" };

/** Settings of EvalScope's containers that evalkit's sandboxes have no use for. */
const IDLE = ["tools_config", "cpu_limit", "network_enabled", "timeout", "working_dir", "command", "environment"];

/**
 * Reads `sandbox` (a backend's name, or EvalScope's `{enabled, engine, default_config, manager_config, pool_size}`), the older `use_sandbox`,
 * `sandbox_type`, `sandbox_manager_config`, and `allow_unsafe_execution`. Code is contained whatever is given, but for `none`.
 */
export function readSandbox(given: SandboxFlags, notes: string[]): SandboxConfig {
  const allowUnsafeExecution = readOptional(given.allow_unsafe_execution, truth, "allow_unsafe_execution") ?? false;
  const asked = given.sandbox === undefined ? fromOldKeys(given) : fromSandbox(given.sandbox, notes);
  if (given.sandbox !== undefined && readOptional(given.use_sandbox, truth, "use_sandbox") === true) notes.push("use_sandbox and sandbox_type have no effect beside sandbox.");
  if (asked.backend === "none" && !allowUnsafeExecution) {
    throw new ConfigError("--sandbox none runs the code of answers uncontained, with all that you may do on this machine.", {
      hint: "Use --sandbox auto, or add --allow-unsafe-execution if you can lose this machine.",
    });
  }
  return { ...asked, allowUnsafeExecution };
}

type Asked = Omit<SandboxConfig, "allowUnsafeExecution">;

function fromOldKeys(given: SandboxFlags): Asked {
  const isAsked = readOptional(given.use_sandbox, truth, "use_sandbox") ?? false;
  const { sandbox_type: type } = given;
  return { backend: isAsked && type !== undefined && type !== "" ? backendOf(type, "sandbox_type") : "auto" };
}

function fromSandbox(value: unknown, notes: string[]): Asked {
  if (typeof value === "string" && !value.trim().startsWith("{")) return { backend: value.trim() === "" ? "auto" : backendOf(value, "sandbox") };
  const settings = typeof value === "string" ? parseJsonObject(value, "sandbox") : value;
  if (!isRecord(settings)) throw new ConfigError("sandbox must be the name of a backend or a JSON object.", { hint: `Backends: ${BACKENDS.join(", ")}.` });
  const { enabled, engine, default_config: config, manager_config: _manager, pool_size: size, ...others } = settings;
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new ConfigError(`Unknown key "${unknown.slice(0, 80)}" in sandbox.`, { hint: didYouMean(unknown, ["enabled", "engine", "default_config", "manager_config", "pool_size"]) ?? "It has enabled, engine, default_config, manager_config and pool_size." });
  const workers = readOptional(size, positiveCount, "sandbox.pool_size");
  // A disabled sandbox means the host to EvalScope; here code is contained all the same.
  const isEnabled = readOptional(enabled, truth, "sandbox.enabled") ?? engine !== undefined;
  const backend = isEnabled && engine !== undefined && engine !== null ? backendOf(engine, "sandbox.engine") : "auto";
  return { backend, ...(workers === undefined ? {} : { workers }), ...containerOf(config, backend, notes) };
}

function backendOf(value: unknown, place: string): SandboxConfig["backend"] {
  const name = typeof value === "string" ? value.trim().toLowerCase() : "";
  const found = BACKENDS.find((backend) => backend === name) ?? (Object.hasOwn(ALIASES, name) ? ALIASES[name] : undefined);
  if (found !== undefined) return found;
  throw new ConfigError(`${place} must be one of ${BACKENDS.join(", ")}, not ${JSON.stringify(value)?.slice(0, 60) ?? "nothing"}.`, {
    hint: didYouMean(name, BACKENDS) ?? "auto takes the strongest that works here.",
  });
}

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** What `default_config` says that counts here. */
function containerOf(config: unknown, backend: SandboxConfig["backend"], notes: string[]): Pick<SandboxConfig, "memoryBytes" | "image"> {
  if (!isRecord(config)) return {};
  const isDocker = backend === "docker";
  const idle = [...(isDocker ? [] : ["image"]), ...IDLE].filter((key) => config[key] !== undefined);
  if (idle.length > 0) notes.push(`sandbox.default_config: ${idle.join(", ")} ${idle.length === 1 ? "has" : "have"} no effect; see docs/code-benchmarks.md.`);
  const { image } = config;
  if (isDocker && image !== undefined && image !== null && (typeof image !== "string" || image.trim() === "")) {
    throw new ConfigError(`sandbox.default_config.image must be the name of an image, not ${JSON.stringify(image).slice(0, 60)}.`);
  }
  return { ...memoryOf(config), ...(isDocker && typeof image === "string" && { image: image.trim() }) };
}

function memoryOf({ memory_limit: limit }: Readonly<Record<string, unknown>>): Pick<SandboxConfig, "memoryBytes"> {
  if (limit === undefined || limit === null) return {};
  const [, digits, unit = ""] = /^(\d{1,9}(?:\.\d{1,3})?)\s*([bkmg]?)(?:i?b)?$/i.exec(String(limit).trim()) ?? [];
  if (digits === undefined) throw new ConfigError(`sandbox.default_config.memory_limit must be a size such as 512m, not ${JSON.stringify(limit).slice(0, 60)}.`);
  return { memoryBytes: Math.max(1, Math.round(Number(digits) * (UNITS[unit.toLowerCase()] ?? 1))) };
}

/** The sandbox block of a record, as EvalScope writes it. */
export function recordedSandbox({ backend, workers, image }: SandboxConfig): Readonly<Record<string, unknown>> {
  const isChosen = backend !== "auto";
  return { enabled: isChosen, engine: isChosen ? backend : "docker", default_config: image === undefined ? {} : { image }, manager_config: {}, pool_size: workers ?? null };
}
