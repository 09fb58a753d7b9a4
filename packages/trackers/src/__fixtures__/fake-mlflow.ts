import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

interface FakeRun {
  readonly id: string;
  readonly name: string;
  readonly tags: Map<string, string>;
  readonly params: Map<string, string>;
  readonly metrics: { key: string; value: number; timestamp: number; step: number }[];
  readonly files: Map<string, { type: string; content: string }>;
  status: string;
}

/** What the next request meets instead of its answer: a status with a body, or a broken connection after (`late`) or before it took effect. */
export type Fault = { readonly status: number; readonly body?: unknown; readonly headers?: Record<string, string> } | "reset" | "late-reset";

/** The part of an MLflow tracking server that is used here, on a loopback port, as strict as the real one about names and sizes. */
export class FakeMlflow implements AsyncDisposable {
  readonly experiments = new Map<string, string>();
  readonly runs: FakeRun[] = [];
  readonly requests: { method: string; path: string; authorization: string | undefined }[] = [];
  readonly batchSizes: number[] = [];
  /** Asked before each request. */
  fault: (path: string) => Fault | undefined = () => undefined;
  artifactUri = (run: string): string => `mlflow-artifacts:/1/${run}/artifacts`;
  readonly #server = createServer((request, response) => void this.#answer(request, response));

  static async start(): Promise<FakeMlflow> {
    const fake = new FakeMlflow();
    await new Promise<void>((resolve) => fake.#server.listen(0, "127.0.0.1", resolve));
    return fake;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? "").split("?")[0] ?? "";
    const body = await text(request);
    this.requests.push({ method: request.method ?? "", path, authorization: request.headers.authorization });
    const fault = this.fault(path);
    if (fault === "reset") return void request.socket.destroy();
    const [status, answer] = typeof fault === "object" ? [fault.status, fault.body ?? {}] : this.#handle(request, path, body);
    if (fault === "late-reset") return void request.socket.destroy();
    response.writeHead(status, { "content-type": "application/json", ...(typeof fault === "object" ? fault.headers : {}) });
    response.end(typeof answer === "string" ? answer : JSON.stringify(answer));
  }

  #handle(request: IncomingMessage, path: string, body: string): [number, unknown] {
    const files = /^\/api\/2\.0\/mlflow-artifacts\/artifacts\/1\/([^/]+)\/artifacts\/(.+)$/.exec(path);
    if (files !== null) {
      this.#run(files[1]!).files.set(decodeURIComponent(files[2]!), { type: request.headers["content-type"] ?? "", content: body });
      return [200, {}];
    }
    const given = body === "" ? {} : JSON.parse(body);
    switch (path.replace("/api/2.0/mlflow", "")) {
      case "/experiments/get-by-name": {
        const id = this.experiments.get(new URL(request.url ?? "", this.url).searchParams.get("experiment_name") ?? "");
        return id === undefined ? [404, { error_code: "RESOURCE_DOES_NOT_EXIST", message: "no such experiment" }] : [200, { experiment: { experiment_id: id } }];
      }
      case "/experiments/create":
        if (this.experiments.has(given.name)) return [400, { error_code: "RESOURCE_ALREADY_EXISTS", message: "exists" }];
        this.experiments.set(given.name, String(this.experiments.size + 1));
        return [200, { experiment_id: this.experiments.get(given.name) }];
      case "/runs/create": {
        const id = `run${this.runs.length}`;
        const tags = new Map<string, string>(given.tags.map((tag: { key: string; value: string }) => [tag.key, tag.value]));
        this.runs.push({ id, name: given.run_name, tags, params: new Map(), metrics: [], files: new Map(), status: "RUNNING" });
        return [200, { run: { info: { run_id: id, artifact_uri: this.artifactUri(id) } } }];
      }
      case "/runs/search": {
        const mark = /'([^']+)'/.exec(given.filter)?.[1];
        const found = this.runs.filter((run) => run.tags.get("evalkit.mark") === mark);
        return [200, found.length === 0 ? {} : { runs: found.map(({ id }) => ({ info: { run_id: id, artifact_uri: this.artifactUri(id) } })) }];
      }
      case "/runs/log-batch":
        return this.#logBatch(given);
      case "/runs/set-tag":
        this.#run(given.run_id).tags.set(given.key, given.value);
        return [200, {}];
      case "/runs/update":
        this.#run(given.run_id).status = given.status;
        return [200, {}];
    }
    return [404, { error_code: "ENDPOINT_NOT_FOUND" }];
  }

  #logBatch({ run_id: id, metrics = [], params = [] }: { run_id: string; metrics?: FakeRun["metrics"]; params?: { key: string; value: string }[] }): [number, unknown] {
    const run = this.#run(id);
    const bad = [...metrics, ...params].find(({ key }) => !/^[/\p{L}\p{N}_.\- ]{1,250}$/u.test(key) || key.split("/").some((part) => part === "" || part === "." || part === ".."));
    if (bad !== undefined) return [400, { error_code: "INVALID_PARAMETER_VALUE", message: `bad name ${bad.key}` }];
    if (metrics.length > 1_000 || params.length > 100) return [400, { error_code: "INVALID_PARAMETER_VALUE", message: "too many" }];
    this.batchSizes.push(metrics.length);
    run.metrics.push(...metrics);
    for (const { key, value } of params) run.params.set(key, value);
    return [200, {}];
  }

  #run(id: string): FakeRun {
    const run = this.runs.find((known) => known.id === id);
    if (run === undefined) throw new Error(`no run ${id}`);
    return run;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = new Promise((resolve) => this.#server.close(resolve));
    this.#server.closeAllConnections();
    await closed;
  }
}
