import { accessSync, constants, existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { EvalkitError, Secret } from "@evalkit/core";

export interface DoctorCheck {
  readonly name: string;
  readonly status: "ok" | "warning" | "problem";
  readonly detail: string;
  readonly hint?: string;
}

export interface DoctorOptions {
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly apiUrl?: string;
  readonly apiKey?: Secret;
  /** Model id that the server should list. */
  readonly model?: string;
  readonly datasetDir?: string;
  readonly workDir?: string;
}

/** Looks at what a run needs: Node, the server and its models, data folders, sandbox back ends. Asks only the server it is given. */
export async function doctor(options: DoctorOptions): Promise<readonly DoctorCheck[]> {
  return [
    checkNode(),
    ...(options.workDir === undefined ? [] : [checkWritable(options.workDir)]),
    ...(options.apiUrl === undefined ? [] : await checkEndpoint(options.apiUrl, options)),
    ...(options.datasetDir === undefined ? [] : [await checkDatasets(options.datasetDir)]),
    ...(await checkSandboxes()),
  ];
}

function checkNode(): DoctorCheck {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  const isSupported = major > 22 || (major === 22 && minor >= 19);
  return isSupported
    ? { name: "Node", status: "ok", detail: process.version }
    : { name: "Node", status: "problem", detail: process.version, hint: "evalkit needs Node 22.19 or newer." };
}

function checkWritable(folder: string): DoctorCheck {
  const name = "work folder";
  let existing = folder;
  while (!existsSync(existing) && join(existing, "..") !== existing) existing = join(existing, "..");
  try {
    accessSync(existing, constants.W_OK);
    return { name, status: "ok", detail: `${folder} can be written` };
  } catch {
    return { name, status: "problem", detail: `${existing} cannot be written`, hint: "Choose another --work-dir." };
  }
}

async function checkEndpoint(apiUrl: string, options: DoctorOptions): Promise<readonly DoctorCheck[]> {
  const { listModels, normalizeBaseUrl } = await import("@evalkit/openai");
  const baseUrl = normalizeBaseUrl(apiUrl);
  let models: readonly string[];
  try {
    models = await listModels({ baseUrl, apiKey: options.apiKey ?? new Secret("EMPTY"), signal: options.signal });
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const hint = EvalkitError.is(error) && error.hint !== undefined ? error.hint : "Is the server running, and is the URL the one up to /v1?";
    return [{ name: "endpoint", status: "problem", detail, hint }];
  }
  const reached: DoctorCheck = { name: "endpoint", status: "ok", detail: `lists ${models.length} model${models.length === 1 ? "" : "s"}` };
  if (options.model === undefined) return [reached];
  const isListed = models.includes(options.model);
  const shown = models.slice(0, 10).join(", ");
  return [
    reached,
    isListed
      ? { name: "model", status: "ok", detail: `${options.model} is served` }
      : { name: "model", status: "problem", detail: `${options.model} is not among the models served`, hint: `The server lists: ${shown || "none"}.` },
  ];
}

async function checkDatasets(folder: string): Promise<DoctorCheck> {
  const name = "datasets";
  if (!existsSync(folder) || !statSync(folder).isDirectory()) {
    return { name, status: "problem", detail: `${folder} is not a folder`, hint: "Give the folder that holds one folder per benchmark." };
  }
  const { catalog } = await import("@evalkit/benchmarks");
  const present = new Set(readdirSync(folder));
  const found = catalog.filter((entry) => [entry.id, ...entry.aliases].some((id) => present.has(id))).map((entry) => entry.id);
  return found.length > 0
    ? { name, status: "ok", detail: `${folder} has folders for ${found.join(", ")}` }
    : { name, status: "warning", detail: `${folder} has no folder named after a benchmark`, hint: "Hub cache layouts below it are still tried." };
}

const BACKENDS = ["bubblewrap", "landlock", "docker", "quickjs"] as const;

/** Opens each backend once. That one is missing is no problem as long as another holds code here. */
async function checkSandboxes(): Promise<readonly DoctorCheck[]> {
  const checks: DoctorCheck[] = [];
  for (const backend of BACKENDS) checks.push(await checkBackend(backend));
  if (checks.slice(0, 3).some(({ status }) => status === "ok")) return checks;
  return [...checks, { name: "code sandbox", status: "warning", detail: "nothing here can hold programs, so code benchmarks cannot be scored", hint: "Install bubblewrap, or use Linux 5.13 or newer with python3, or Docker." }];
}

async function checkBackend(backend: (typeof BACKENDS)[number]): Promise<DoctorCheck> {
  const { createSandbox } = await import("@evalkit/sandbox");
  const name = `sandbox ${backend}`;
  try {
    await using provider = await createSandbox({ backend });
    const { contains } = provider.describe();
    return { name, status: "ok", detail: contains.length === 0 ? "works" : `works: ${contains.join("; ")}` };
  } catch (error) {
    const hint = EvalkitError.is(error) ? error.hint : undefined;
    return { name, status: "warning", detail: error instanceof Error ? error.message : String(error), ...(hint === undefined ? {} : { hint }) };
  }
}
