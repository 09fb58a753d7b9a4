import { isRecord } from "@evalkit/core";
import { colorOf } from "../settings/colors.js";
import type { HttpClient } from "./http.js";
import { unexpected } from "./http.js";
import { RequestFailure } from "./retry.js";

/** What a run tells the server about itself at its start. */
export interface RunIdentity {
  readonly id: string;
  readonly project: string;
  readonly workspace: string | undefined;
  readonly isPublic: boolean;
  readonly name: string;
  readonly description: string | undefined;
  readonly tags: readonly string[];
  readonly group: string | undefined;
  readonly jobType: string | undefined;
  /** Default: by the number of runs of the project. */
  readonly color: string | undefined;
  readonly resume: "must" | "allow" | "never";
  readonly startedAtMs: number;
}

/** The run as the server knows it. */
export interface Connection {
  readonly username: string;
  readonly project: string;
  readonly projectId: string;
  readonly experimentId: string;
  /** Columns have their own address on servers that know this. */
  readonly hasSeries: boolean;
  /** For people, after the web host. */
  readonly path: string;
  /** What a run that goes on already has; empty for a new one. */
  readonly resumed: ResumedState | undefined;
  /** When the run was made, in Unix seconds; needed to ask what the server has of it. */
  readonly createdAtS: number;
}

export interface ResumedState {
  /** Number of the last console line. */
  readonly lastLine: number;
  /** Last step of each key. */
  readonly lastSteps: ReadonlyMap<string, number>;
}

export interface ConnectOptions {
  readonly signal: AbortSignal;
  /** Set when the answer to the request that makes the run was lost: the run may exist then, and is ours. */
  readonly attempt: { isUncertain: boolean };
}

/** Logs in, finds or makes the project and makes or continues the run. Throws `RequestFailure`. */
export async function connect(http: HttpClient, run: RunIdentity, { signal, attempt }: ConnectOptions): Promise<Connection> {
  const login = await http.login(signal);
  const project = await findProject(http, { username: run.workspace ?? login, run, signal });
  const runs = `/project/${segment(project.username)}/${segment(project.name)}/runs`;
  if (run.resume === "must") await requireRun(http, `${runs}/${segment(run.id)}`, signal);
  const path = `/project/${segment(project.username)}/${segment(project.name)}/experiment`;
  const answer = await http.request({ method: "POST", path, body: experimentBody(run, project.runCount), signal }).catch((error: unknown) => {
    if (error instanceof RequestFailure && error.isUncertain) attempt.isUncertain = true;
    throw error;
  });
  const experiment = isRecord(answer.data) ? answer.data : {};
  const experimentId = textOf(experiment["cuid"]);
  if (experimentId === undefined) throw unexpected("the run has no id");
  const isNew = answer.status === 201;
  if (!isNew && run.resume === "never" && !attempt.isUncertain) {
    throw refusal(`A run with the id ${run.id} exists in project ${project.name}; give another id, or resume it`);
  }
  const createdAtS = isNew ? Math.floor(run.startedAtMs / 1000) : await createdAt(http, { experiment, path: `${runs}/${segment(experimentId)}`, signal });
  const resumed = isNew ? undefined : await readState(http, { projectId: project.id, experimentId, createdAtS, signal });
  const slug = textOf(experiment["slug"]) ?? experimentId;
  return {
    username: project.username,
    project: project.name,
    projectId: project.id,
    experimentId,
    hasSeries: project.version === 1,
    path: `/@${segment(project.username)}/${segment(project.name)}/runs/${segment(slug)}`,
    resumed,
    createdAtS,
  };
}

/** One part of a path; `+` may stand as it is. */
export function segment(text: string): string {
  return encodeURIComponent(text).replaceAll("%2B", "+");
}

interface Project {
  readonly id: string;
  readonly name: string;
  readonly username: string;
  readonly version: unknown;
  /** 0 when the server does not say. */
  readonly runCount: number;
}

/** Asks first, since who may write to a project need not be allowed to make one. */
async function findProject(
  http: HttpClient,
  { username, run, signal }: { readonly username: string; readonly run: RunIdentity; readonly signal: AbortSignal },
): Promise<Project> {
  const find = () => http.request({ method: "GET", path: `/project/${segment(username)}/${segment(run.project)}`, signal });
  try {
    return toProject((await find()).data, run.project, username);
  } catch (error) {
    if (!hasStatus(error, 404)) throw error;
  }
  const visibility = run.isPublic ? "PUBLIC" : "PRIVATE";
  try {
    await http.request({ method: "POST", path: `/projects/${segment(username)}`, body: { name: run.project, visibility }, signal });
  } catch (error) {
    if (!hasStatus(error, 404, 409)) throw error;
    if (hasStatus(error, 404)) await createOnOldServer(http, { name: run.project, visibility, username }, signal);
  }
  return toProject((await find()).data, run.project, username);
}

async function createOnOldServer(http: HttpClient, body: Readonly<Record<string, string>>, signal: AbortSignal): Promise<void> {
  try {
    await http.request({ method: "POST", path: "/project", body, signal });
  } catch (error) {
    if (!hasStatus(error, 409)) throw error;
  }
}

function toProject(data: unknown, name: string, username: string): Project {
  if (!isRecord(data)) throw unexpected("the project is no object");
  const id = textOf(data["cuid"]);
  if (id === undefined) throw unexpected("the project has no id");
  const group = isRecord(data["group"]) ? textOf(data["group"]["username"]) : undefined;
  const count = isRecord(data["_count"]) ? data["_count"]["experiments"] : undefined;
  const runCount = typeof count === "number" && Number.isSafeInteger(count) && count > 0 ? count : 0;
  return { id, name: textOf(data["name"]) ?? name, username: group ?? username, version: data["version"], runCount };
}

function experimentBody(run: RunIdentity, runCount: number): Readonly<Record<string, unknown>> {
  const color = run.color ?? colorOf(runCount);
  const body = {
    name: run.name,
    description: run.description,
    createdAt: new Date(run.startedAtMs).toISOString(),
    colors: [color, color],
    labels: run.tags.length === 0 ? undefined : run.tags.map((name) => ({ name })),
    job: run.jobType,
    cluster: run.group,
    cuid: run.id,
  };
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined && value !== ""));
}

async function requireRun(http: HttpClient, path: string, signal: AbortSignal): Promise<void> {
  try {
    await http.request({ method: "GET", path, signal });
  } catch (error) {
    if (hasStatus(error, 404)) throw refusal("The run to be resumed does not exist", 404);
    throw error;
  }
}

/** Unix seconds; the answer to the request that continues a run may leave it out. */
async function createdAt(
  http: HttpClient,
  { experiment, path, signal }: { readonly experiment: Readonly<Record<string, unknown>>; readonly path: string; readonly signal: AbortSignal },
): Promise<number> {
  const told = unixSeconds(experiment["createdAt"]);
  if (told !== undefined) return told;
  const { data } = await http.request({ method: "GET", path, signal });
  const asked = isRecord(data) ? unixSeconds(data["createdAt"]) : undefined;
  if (asked === undefined) throw unexpected("it does not say when the run to be resumed was made");
  return asked;
}

export interface StateQuery {
  readonly projectId: string;
  readonly experimentId: string;
  readonly createdAtS: number;
  readonly signal: AbortSignal;
}

/** What the server has of a run: the last console line and the last step of each key. */
export async function readState(http: HttpClient, { projectId, experimentId, createdAtS, signal }: StateQuery): Promise<ResumedState> {
  const path = `/house/metrics/summaries/${segment(projectId)}/${segment(experimentId)}?all=True&createdAt=${createdAtS}`;
  const { data } = await http.request({ method: "GET", path, signal });
  if (!isRecord(data)) throw unexpected("the summary of the run is no object");
  const entries = [...entriesOf(data["media"]), ...entriesOf(data["scalar"])];
  return { lastLine: entriesOf(data["log"])[0]?.step ?? 0, lastSteps: new Map(entries.map(({ key, step }) => [key, step])) };
}

function entriesOf(list: unknown): readonly { readonly key: string; readonly step: number }[] {
  if (!Array.isArray(list)) return [];
  return list.filter(isRecord).flatMap(({ key, step }) =>
    typeof step === "number" && Number.isSafeInteger(step) ? [{ key: textOf(key) ?? "", step }] : [],
  );
}

/** Times come as ISO text, or as seconds or milliseconds. */
function unixSeconds(value: unknown): number | undefined {
  if (typeof value === "number" && Number.isFinite(value)) return Math.floor(value > 1e11 ? value / 1000 : value);
  const timeMs = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(timeMs) ? undefined : Math.floor(timeMs / 1000);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

export function hasStatus(error: unknown, ...statuses: readonly number[]): error is RequestFailure {
  return error instanceof RequestFailure && error.status !== undefined && statuses.includes(error.status);
}

function refusal(message: string, status = 409): RequestFailure {
  return new RequestFailure(message, { status, isRetryable: false, isUncertain: false });
}
