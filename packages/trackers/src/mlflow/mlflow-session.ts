import { randomUUID } from "node:crypto";
import { type TrackerRunInfo, type TrackerState, isRecord } from "@evalkit/core";
import { flatConfig } from "../shared/flat-config.js";
import { type MlflowApi, MlflowFailure } from "./api.js";
import type { ArtifactFile } from "./artifact-files.js";
import { MetricNames } from "./names.js";

const API = "/api/2.0/mlflow";
const PARAMETERS_PER_CALL = 100;
const MAX_PARAMETER = 6_000;
const STATUS: Readonly<Record<TrackerState, string>> = { finished: "FINISHED", crashed: "FAILED", aborted: "KILLED" };

export interface Metric {
  readonly key: string;
  readonly value: number;
  readonly timestamp: number;
  readonly step: number;
}

/** Makes sure that a call gets through, or throws why it cannot. */
export type Persist = <Result>(call: (signal: AbortSignal) => Promise<Result>) => Promise<Result>;

/** One run at one server, call by call. */
export class MlflowSession {
  readonly runId: string;
  readonly experimentId: string;
  readonly #api: MlflowApi;
  readonly #artifactRoot: string | undefined;
  readonly #tables = new Set<string>();

  private constructor(api: MlflowApi, run: { readonly runId: string; readonly experimentId: string; readonly artifactUri: string }) {
    this.#api = api;
    this.runId = run.runId;
    this.experimentId = run.experimentId;
    this.#artifactRoot = proxiedRoot(run.artifactUri);
  }

  /** Finds or makes the experiment, makes the run and describes it. */
  static async open(api: MlflowApi, { info, experiment, persist }: { readonly info: TrackerRunInfo; readonly experiment: string; readonly persist: Persist }): Promise<MlflowSession> {
    const experimentId = await persist((signal) => experimentOf(api, experiment, signal));
    const mark = randomUUID();
    let tries = 0;
    const run = await persist(async (signal) => {
      tries += 1;
      // An answer that was lost may have been a run that was made.
      const made = tries === 1 ? undefined : await findRun(api, { experimentId, mark, signal });
      return made ?? (await createRun(api, { info, experimentId, mark, signal }));
    });
    const session = new MlflowSession(api, { ...run, experimentId });
    const parameters = parametersOf(info);
    for (let from = 0; from < parameters.length; from += PARAMETERS_PER_CALL) {
      const params = parameters.slice(from, from + PARAMETERS_PER_CALL);
      await persist((signal) => session.#post("/runs/log-batch", { run_id: session.runId, params }, signal));
    }
    return session;
  }

  /** Whether the server takes files for this run. */
  get takesFiles(): boolean {
    return this.#artifactRoot !== undefined;
  }

  async logMetrics(metrics: readonly Metric[], signal: AbortSignal): Promise<void> {
    await this.#post("/runs/log-batch", { run_id: this.runId, metrics }, signal);
  }

  async putFile({ path, type, bytes, isTable }: ArtifactFile, signal: AbortSignal): Promise<void> {
    const place = [this.#artifactRoot ?? "", ...path.split("/").map(encodeURIComponent)].join("/");
    await this.#api.send({ method: "PUT", path: `/api/2.0/mlflow-artifacts/artifacts/${place}`, body: { type, bytes } }, signal);
    if (isTable !== true) return;
    // Without this tag MLflow shows the table's JSON only.
    this.#tables.add(path);
    await this.#post("/runs/set-tag", { run_id: this.runId, key: "mlflow.loggedArtifacts", value: tableList(this.#tables) }, signal);
  }

  async end(state: TrackerState, { error, signal }: { readonly error: string | undefined; readonly signal: AbortSignal }): Promise<void> {
    if (error !== undefined) await this.#post("/runs/set-tag", { run_id: this.runId, key: "evalkit.error", value: error.slice(0, 5_000) }, signal);
    await this.#post("/runs/update", { run_id: this.runId, status: STATUS[state], end_time: Date.now() }, signal);
  }

  #post(path: string, body: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Readonly<Record<string, unknown>>> {
    return this.#api.send({ method: "POST", path: `${API}${path}`, body }, signal);
  }
}

/** As Python writes JSON: `mlflow.load_table` looks for the text with its blanks. */
function tableList(paths: ReadonlySet<string>): string {
  return `[${[...paths].map((path) => `{"path": ${JSON.stringify(path)}, "type": "table"}`).join(", ")}]`;
}

/** Where the server takes files itself; undefined when they lie in a store that only clients with its keys can write. */
function proxiedRoot(uri: string): string | undefined {
  if (!uri.startsWith("mlflow-artifacts:")) return undefined;
  return uri.replace(/^mlflow-artifacts:(\/\/[^/]*)?\/*/, "").replace(/\/+$/, "");
}

async function experimentOf(api: MlflowApi, name: string, signal: AbortSignal): Promise<string> {
  const find = async (): Promise<string | undefined> => {
    try {
      const { experiment } = await api.send({ method: "GET", path: `${API}/experiments/get-by-name?experiment_name=${encodeURIComponent(name)}` }, signal);
      return isRecord(experiment) ? idOf(experiment, "experiment_id") : undefined;
    } catch (error) {
      if (error instanceof MlflowFailure && (error.errorCode === "RESOURCE_DOES_NOT_EXIST" || error.status === 404)) return undefined;
      throw error;
    }
  };
  const known = await find();
  if (known !== undefined) return known;
  try {
    return idOf(await api.send({ method: "POST", path: `${API}/experiments/create`, body: { name } }, signal), "experiment_id");
  } catch (error) {
    // Another run of the same name was faster.
    const other = error instanceof MlflowFailure && error.errorCode === "RESOURCE_ALREADY_EXISTS" ? await find() : undefined;
    if (other !== undefined) return other;
    throw error;
  }
}

interface RunFacts {
  readonly runId: string;
  readonly artifactUri: string;
}

interface RunRequest {
  readonly experimentId: string;
  /** Recognises this run among others. */
  readonly mark: string;
  readonly signal: AbortSignal;
}

async function createRun(api: MlflowApi, { info, experimentId, mark, signal }: RunRequest & { readonly info: TrackerRunInfo }): Promise<RunFacts> {
  const tags = [
    { key: "mlflow.runName", value: info.name.slice(0, 1_000) },
    { key: "mlflow.source.name", value: "evalkit" },
    { key: "mlflow.source.type", value: "LOCAL" },
    { key: "evalkit.mark", value: mark },
    { key: "evalkit.kind", value: info.kind },
    ...(info.tags.length === 0 ? [] : [{ key: "evalkit.tags", value: info.tags.join(", ").slice(0, 5_000) }]),
    ...(info.group === undefined ? [] : [{ key: "evalkit.group", value: info.group }]),
    ...(info.description === undefined ? [] : [{ key: "mlflow.note.content", value: info.description.slice(0, 5_000) }]),
  ];
  const body = { experiment_id: experimentId, run_name: info.name.slice(0, 1_000), start_time: Math.round(info.startedAtMs), tags };
  const { run } = await api.send({ method: "POST", path: `${API}/runs/create`, body }, signal);
  return factsOf(run);
}

async function findRun(api: MlflowApi, { experimentId, mark, signal }: RunRequest): Promise<RunFacts | undefined> {
  const body = { experiment_ids: [experimentId], filter: `tags.\`evalkit.mark\` = '${mark}'`, max_results: 1 };
  const { runs } = await api.send({ method: "POST", path: `${API}/runs/search`, body }, signal);
  return Array.isArray(runs) && runs.length > 0 ? factsOf(runs[0]) : undefined;
}

function factsOf(run: unknown): RunFacts {
  const about = isRecord(run) && isRecord(run["info"]) ? run["info"] : {};
  return { runId: idOf(about, "run_id"), artifactUri: typeof about["artifact_uri"] === "string" ? about["artifact_uri"] : "" };
}

function idOf(body: Readonly<Record<string, unknown>>, name: string): string {
  const id = body[name];
  if (typeof id !== "string" || id === "") throw new MlflowFailure(`the answer has no ${name}; is this an MLflow server?`, { isTemporary: false });
  return id;
}

function parametersOf({ config }: TrackerRunInfo): readonly { readonly key: string; readonly value: string }[] {
  const names = new MetricNames();
  return Object.entries(flatConfig(config)).map(([key, value]) => ({ key: names.of(key), value: String(value).slice(0, MAX_PARAMETER) }));
}
