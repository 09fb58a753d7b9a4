import { readFileSync } from "node:fs";
import { cpus, hostname, platform, release, totalmem, type } from "node:os";
import { basename, join } from "node:path";
import { isRecord } from "@evalkit/core";
import { PROTOCOL_VERSION } from "../api/http.js";
import type { MetadataGroups } from "../options.js";
import { readGit } from "./git.js";

/** What is told about the machine, as SwanLab keeps it; a group that was not asked for is `null`. */
export function collectMetadata(groups: MetadataGroups, runFolder: string): Readonly<Record<string, unknown>> {
  const wantsRuntime = groups.runtime === true || groups.hostname === true || groups.workingFolder === true || groups.commandLine === true;
  return {
    _version: 2,
    hardware: groups.hardware === true ? hardware() : null,
    runtime: wantsRuntime ? runtime(groups) : null,
    git: groups.git === true ? readGit(process.cwd()) : null,
    swanlab: { version: PROTOCOL_VERSION, run_dir: groups.workingFolder === true ? runFolder : basename(runFolder) },
  };
}

/** Accelerators are not looked for. */
function hardware(): unknown {
  const processors = cpus();
  return {
    apple_silicon: null,
    cpu: { brand: processors[0]?.model.trim() ?? null, physical_count: null, logical_count: processors.length },
    memory: { total: Math.round(totalmem() / 2 ** 30), total_unit: "GB" },
    accelerators: [],
  };
}

function runtime(groups: MetadataGroups): unknown {
  const isAsked = groups.runtime === true;
  return {
    os: isAsked ? `${type()}-${release()}` : null,
    os_pretty: isAsked ? prettySystem() : null,
    hostname: groups.hostname === true ? hostname() : null,
    pid: isAsked ? process.pid : null,
    cwd: groups.workingFolder === true ? process.cwd() : null,
    python_version: null,
    python_verbose: null,
    python_executable: null,
    node_version: isAsked ? process.versions.node : null,
    command: groups.commandLine === true ? process.argv.map((word) => (word.includes(" ") ? JSON.stringify(word) : word)).join(" ") : null,
  };
}

function prettySystem(): string | null {
  try {
    return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? null;
  } catch {
    return platform();
  }
}

/** The direct dependencies of the package in a folder, one `name==version` a line; `undefined` when there is none. */
export function listPackages(folder: string): string | undefined {
  const manifest = readJson(join(folder, "package.json"));
  const groups = [manifest?.["dependencies"], manifest?.["devDependencies"]].filter(isRecord);
  const names = [...new Set(groups.flatMap((group) => Object.keys(group)))].toSorted();
  const lines = names.flatMap((name) => {
    const version = readJson(join(folder, "node_modules", name, "package.json"))?.["version"];
    return typeof version === "string" ? [`${name}==${version}`] : [];
  });
  return lines.length === 0 ? undefined : `${lines.join("\n")}\n`;
}

function readJson(path: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
