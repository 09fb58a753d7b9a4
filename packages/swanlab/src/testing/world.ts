/** A console line, as the server got it. */
export interface PostedLine {
  readonly level: string;
  readonly epoch: number;
  readonly message: string;
  readonly create_time: string;
}

/** A number or media at a step, as the server got it. */
export interface PostedPoint {
  readonly key: string;
  readonly index: number;
  readonly data: unknown;
  readonly create_time: string;
  readonly more?: readonly unknown[];
}

export interface PostedColumn {
  readonly key: string;
  readonly type: string;
  readonly sectionName?: string;
}

/** A run as the server has it; everything in the order in which it came. */
export interface ServerRun {
  /** The client's run id. */
  readonly id: string;
  /** The server's own id. */
  readonly experimentId: string;
  readonly project: string;
  readonly createdAt: string;
  /** What the client said of it at its start. */
  body: Readonly<Record<string, unknown>>;
  state: string;
  readonly columns: PostedColumn[];
  readonly scalars: PostedPoint[];
  readonly media: PostedPoint[];
  readonly lines: PostedLine[];
  /** config, metadata, requirements. */
  profile: Record<string, unknown>;
  heartbeats: number;
}

/** A run that exists before the client comes. */
export interface ExistingRun {
  readonly id: string;
  readonly project: string;
  readonly scalars?: readonly PostedPoint[];
  readonly lines?: readonly PostedLine[];
  /** Leave out when the run was made, as older servers do; it can be asked for then. */
  readonly hidesCreatedAt?: boolean;
}

/** Everything the server knows. */
export class World {
  readonly projects = new Set<string>();
  readonly runs: ServerRun[] = [];
  /** Bytes by the path that the client asked for. */
  readonly objects = new Map<string, Uint8Array>();
  readonly sessions = new Set<string>();
  #nextSession = 1;
  readonly username: string;

  constructor(username: string, existing: readonly ExistingRun[]) {
    this.username = username;
    for (const run of existing) {
      this.projects.add(run.project);
      const made = this.addRun(run.project, { cuid: run.id, createdAt: "2026-01-01T00:00:00.000Z" });
      made.scalars.push(...(run.scalars ?? []));
      made.lines.push(...(run.lines ?? []));
    }
  }

  login(): string {
    const session = `session-${this.#nextSession}`;
    this.#nextSession += 1;
    this.sessions.add(session);
    return session;
  }

  addRun(project: string, body: Readonly<Record<string, unknown>>): ServerRun {
    const run: ServerRun = {
      id: String(body["cuid"] ?? `run${this.runs.length + 1}`),
      experimentId: `exp_${this.runs.length + 1}`,
      project,
      createdAt: String(body["createdAt"] ?? new Date(0).toISOString()),
      body,
      state: "RUNNING",
      columns: [],
      scalars: [],
      media: [],
      lines: [],
      profile: {},
      heartbeats: 0,
    };
    this.runs.push(run);
    return run;
  }

  runByExperiment(experimentId: string): ServerRun | undefined {
    return this.runs.find((run) => run.experimentId === experimentId);
  }

  runById(project: string, id: string): ServerRun | undefined {
    return this.runs.find((run) => run.project === project && (run.id === id || run.experimentId === id));
  }
}
