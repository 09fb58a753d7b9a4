import { isRecord } from "@evalkit/core";
import type { PostedColumn, PostedLine, PostedPoint, ServerRun, World } from "./world.js";

/** A request, parsed. */
export interface RouteRequest {
  readonly method: string;
  /** Without `/api`; percent escapes decoded in each part. */
  readonly parts: readonly string[];
  readonly query: URLSearchParams;
  /** The parsed JSON body; `undefined` when there is none. */
  readonly body: unknown;
  readonly bytes: Uint8Array;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

export interface RouteReply {
  readonly status: number;
  readonly body?: unknown;
}

export interface RouteContext {
  readonly world: World;
  /** A server from before projects had several views: other addresses for projects and columns. */
  readonly isLegacy: boolean;
  /** The only key that is taken; any when `undefined`. */
  readonly apiKey: string | undefined;
  /** How long a session lasts. */
  readonly sessionMs: number;
  readonly origin: string;
  readonly hidesCreatedAt: ReadonlySet<string>;
}

const OK: RouteReply = { status: 200, body: {} };

function refuse(status: number, message: string): RouteReply {
  return { status, body: { code: `E${status}`, message } };
}

/** What the server says to a request. */
export function route(request: RouteRequest, context: RouteContext): RouteReply {
  const [first, second] = request.parts;
  if (first === "objects" && request.method === "PUT") return putObject(request, context);
  if (first === "login" && second === "api_key") return login(request, context);
  const session = /sid=([^;]+)/.exec(String(request.headers["cookie"] ?? ""))?.[1];
  if (session === undefined || !context.world.sessions.has(session)) return refuse(401, "not logged in");
  if (first === "projects") return newProjectRoutes(request, context);
  if (first === "project") return projectRoutes(request, context);
  if (first === "experiment") return legacyColumns(request, context);
  if (first === "house") return houseRoutes(request, context);
  if (first === "resources") return presign(request, context);
  return refuse(404, "no such address");
}

function login({ headers }: RouteRequest, { world, apiKey, sessionMs }: RouteContext): RouteReply {
  if (apiKey !== undefined && headers["authorization"] !== apiKey) return refuse(401, "wrong key");
  const expiredAt = new Date(Date.now() + sessionMs).toISOString();
  return { status: 200, body: { sid: world.login(), expiredAt, userInfo: { username: world.username, name: null } } };
}

function newProjectRoutes({ method, parts, body }: RouteRequest, { world, isLegacy }: RouteContext): RouteReply {
  if (isLegacy || method !== "POST") return refuse(404, "no such address");
  if (parts.length === 2 && isRecord(body)) {
    const isNew = !world.projects.has(String(body["name"]));
    world.projects.add(String(body["name"]));
    return { status: isNew ? 201 : 200, body: {} };
  }
  if (parts.length !== 4 || parts[3] !== "series" || !isRecord(body)) return refuse(404, "no such address");
  const run = world.runs.findLast(({ project }) => project === parts[2]);
  if (run === undefined) return refuse(404, "no such project");
  run.columns.push(...listOf<PostedColumn>(body["series"]));
  return OK;
}

function projectRoutes(request: RouteRequest, context: RouteContext): RouteReply {
  const { method, parts, body } = request;
  const { world } = context;
  if (parts.length === 1) return oldProject(request, context);
  const [, username = "", project = "", part, id = "", detail] = parts;
  if (!world.projects.has(project)) return refuse(404, "no such project");
  if (part === undefined && method === "GET") return { status: 200, body: projectBody(project, username, context) };
  if (part === "experiment" && method === "POST" && isRecord(body)) return startRun(project, body, context);
  const run = part === "runs" ? world.runById(project, id) : undefined;
  return run === undefined ? refuse(404, "no such run") : runRoutes(run, detail, body);
}

function oldProject({ method, body }: RouteRequest, { world, isLegacy }: RouteContext): RouteReply {
  if (!isLegacy || method !== "POST" || !isRecord(body)) return refuse(404, "no such address");
  const name = String(body["name"]);
  if (world.projects.has(name)) return refuse(409, "the project exists");
  world.projects.add(name);
  return { status: 201, body: {} };
}

function runRoutes(run: ServerRun, detail: string | undefined, body: unknown): RouteReply {
  if (detail === undefined) return { status: 200, body: { name: run.body["name"], state: run.state, createdAt: run.createdAt } };
  if (detail === "profile" && isRecord(body)) run.profile = { ...run.profile, ...body };
  else if (detail === "state" && isRecord(body)) run.state = String(body["state"]);
  else return refuse(404, "no such address");
  return OK;
}

function projectBody(name: string, username: string, { world, isLegacy }: RouteContext): unknown {
  const experiments = world.runs.filter(({ project }) => project === name).length;
  return {
    cuid: `prj_${name}`,
    name,
    path: `/${username}/${name}`,
    visibility: "PRIVATE",
    group: { username },
    _count: { experiments, contributors: 1, collaborators: 0, clones: 0 },
    ...(isLegacy ? {} : { version: 1 }),
  };
}

function startRun(project: string, body: Readonly<Record<string, unknown>>, { world, hidesCreatedAt }: RouteContext): RouteReply {
  const known = world.runById(project, String(body["cuid"]));
  const run = known ?? world.addRun(project, body);
  run.state = "RUNNING";
  run.body = body;
  const createdAt = hidesCreatedAt.has(run.id) ? {} : { createdAt: run.createdAt };
  return { status: known === undefined ? 201 : 200, body: { cuid: run.experimentId, slug: run.id, name: body["name"], ...createdAt } };
}

function legacyColumns({ method, parts, body }: RouteRequest, { world, isLegacy }: RouteContext): RouteReply {
  const run = world.runByExperiment(parts[1] ?? "");
  if (!isLegacy || method !== "POST" || parts[2] !== "columns" || run === undefined) return refuse(404, "no such address");
  run.columns.push(...listOf<PostedColumn>(body));
  return OK;
}

function houseRoutes({ method, parts, body, query }: RouteRequest, { world }: RouteContext): RouteReply {
  if (parts[1] === "experiments" && parts[3] === "heartbeat") {
    const run = world.runByExperiment(parts[2] ?? "");
    if (run === undefined) return refuse(404, "no such run");
    run.heartbeats += 1;
    return OK;
  }
  if (parts[1] !== "metrics") return refuse(404, "no such address");
  if (parts[2] === "summaries" && method === "GET") {
    if (!/^\d+$/.test(query.get("createdAt") ?? "")) return refuse(400, "createdAt is missing");
    const run = world.runByExperiment(parts[4] ?? "");
    return run === undefined ? refuse(404, "no such run") : { status: 200, body: summaryOf(run) };
  }
  return isRecord(body) ? takeMetrics(body, world) : refuse(400, "no metrics");
}

function takeMetrics(body: Readonly<Record<string, unknown>>, world: World): RouteReply {
  const run = world.runByExperiment(String(body["experimentId"]));
  if (run === undefined) return refuse(404, "no such run");
  const { type, metrics } = body;
  if (!Array.isArray(metrics) || metrics.length > 10_000) return refuse(400, "at most 10000 metrics in one request");
  if (type === "scalar") run.scalars.push(...listOf<PostedPoint>(metrics));
  else if (type === "media") run.media.push(...listOf<PostedPoint>(metrics));
  else if (type === "log") run.lines.push(...listOf<PostedLine>(metrics));
  else return refuse(400, "no such type of metrics");
  return OK;
}

function summaryOf({ scalars, media, lines }: ServerRun): unknown {
  const last = (points: readonly PostedPoint[]) => {
    const steps = new Map<string, number>();
    for (const { key, index } of points) steps.set(key, Math.max(steps.get(key) ?? 0, index));
    return steps.size === 0 ? null : [...steps].map(([key, step]) => ({ key, step }));
  };
  const line = lines.reduce((most, { epoch }) => Math.max(most, epoch), 0);
  return { log: line === 0 ? null : [{ key: "LOG", step: line }], media: last(media), scalar: last(scalars) };
}

function presign({ body }: RouteRequest, { origin }: RouteContext): RouteReply {
  const paths = isRecord(body) ? listOf<string>(body["paths"]) : [];
  if (paths.length === 0) return refuse(400, "no paths");
  return { status: 200, body: { urls: paths.map((path) => `${origin}/api/objects/${path}?signature=ours`) } };
}

function putObject({ parts, bytes, headers }: RouteRequest, { world }: RouteContext): RouteReply {
  if (headers["cookie"] !== undefined) return refuse(400, "a session has no business here");
  world.objects.set(parts.slice(1).join("/"), bytes);
  return { status: 200 };
}

/** The client's bodies are taken as they are: tests look at them. */
function listOf<Item>(value: unknown): readonly Item[] {
  return Array.isArray(value) ? value : [];
}
