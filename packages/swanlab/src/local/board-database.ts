import type { DatabaseSync } from "node:sqlite";
import { PROTOCOL_VERSION } from "../api/http.js";
import { cut } from "../cut.js";
import { colorOf } from "../settings/colors.js";
import { boardSchema } from "./schema.js";

const PROJECT = 1;
const BUSY_TIMEOUT_MS = 2000;

export interface BoardRun {
  readonly project: string;
  readonly name: string;
  readonly description: string;
  /** Name of the run's folder. */
  readonly folder: string;
  /** Default: by the number of runs on the board. */
  readonly color: string | undefined;
}

export type ChartType = "line" | "text" | "image";

type Owner = "experiment_id" | "project_id";

/** `runs.swanlab`: which runs there are, and which charts each of them has. Its methods throw what SQLite throws. */
export class BoardDatabase {
  readonly #database: DatabaseSync;
  readonly #experiment: number;
  #nextSort = 0;

  constructor(path: string, run: BoardRun) {
    // Not by `import`: bundlers write `node:sqlite` without its prefix, and there is no module of that name.
    const sqlite = process.getBuiltinModule("node:sqlite");
    this.#database = new sqlite.DatabaseSync(path, { enableForeignKeyConstraints: true, timeout: BUSY_TIMEOUT_MS });
    this.#database.exec("PRAGMA journal_mode = WAL");
    this.#experiment = this.#atOnce(() => {
      for (const statement of boardSchema) this.#database.exec(statement);
      return this.#addRun(run);
    });
  }

  /** Makes the charts of a key and returns the name of its folder: its place, counted from 0, which is where the board looks. */
  addKey(key: string, type: ChartType): string {
    return this.#atOnce(() => {
      const sort = this.#nextSort;
      this.#nextSort += 1;
      const own = this.#chart("experiment_id", this.#experiment, { key, type });
      const shared = this.#chart("project_id", PROJECT, { key, type });
      const tag = this.#insert("tag", {
        experiment_id: this.#experiment,
        name: key,
        folder: String(sort),
        type,
        description: "",
        system: 0,
        sort,
      });
      for (const chart of [own, shared]) this.#insert("source", { tag_id: tag, chart_id: chart, sort: 0, error: "" });
      return String(sort);
    });
  }

  /** 1 finished, -1 crashed or stopped. */
  finish(status: 1 | -1): void {
    const time = nowText();
    this.#database
      .prepare("UPDATE experiment SET status = ?, finish_time = ?, update_time = ? WHERE id = ?")
      .run(status, time, time, this.#experiment);
    this.#database.close();
  }

  #addRun({ project, name, description, folder, color }: BoardRun): number {
    if (this.#number("SELECT count(*) FROM project") === 0) {
      this.#insert("project", { id: PROJECT, name: project, sum: 0, charts: 0, pinned_opened: 1, hidden_opened: 0, more: "", version: PROTOCOL_VERSION });
    }
    const shade = color ?? colorOf(this.#number("SELECT count(*) FROM experiment"));
    const experiment = this.#insert("experiment", {
      project_id: PROJECT,
      run_id: folder,
      name: this.#unusedName(name),
      description: cut(description, 255),
      sort: this.#number("SELECT coalesce(max(sort), 0) + 1 FROM experiment"),
      status: 0,
      show: 1,
      light: shade,
      dark: shade,
      pinned_opened: 1,
      hidden_opened: 0,
      more: "",
      version: PROTOCOL_VERSION,
    });
    this.#database.exec(`UPDATE project SET charts = 1, sum = (SELECT count(*) FROM experiment) WHERE id = ${PROJECT}`);
    return experiment;
  }

  #unusedName(name: string): string {
    for (let count = 1; ; count += 1) {
      const ending = count === 1 ? "" : `-${count}`;
      const candidate = cut(name, 100 - ending.length) + ending;
      if (this.#number("SELECT count(*) FROM experiment WHERE name = ?", candidate) === 0) return candidate;
    }
  }

  #chart(owner: Owner, id: number, { key, type }: { readonly key: string; readonly type: ChartType }): number {
    const name = cut(key, 100);
    const known = this.#find(`SELECT id FROM chart WHERE name = ? AND ${owner} = ?`, name, id);
    if (known !== undefined) return known;
    const chart = this.#insert("chart", { [owner]: id, name, system: owner === "experiment_id" ? 1 : 0, type, reference: "step", status: 0 });
    const namespace =
      this.#find(`SELECT id FROM namespace WHERE name = ? AND ${owner} = ?`, "default", id) ??
      this.#insert("namespace", { [owner]: id, name: "default", sort: 0, opened: 1 });
    const sort = this.#number("SELECT count(*) FROM display WHERE namespace_id = ?", namespace);
    this.#insert("display", { chart_id: chart, namespace_id: namespace, sort, more: "" });
    return chart;
  }

  #insert(table: string, values: Readonly<Record<string, string | number>>): number {
    const time = nowText();
    const row = { ...values, create_time: time, update_time: time };
    const names = Object.keys(row);
    const statement = this.#database.prepare(`INSERT INTO ${table} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`);
    return Number(statement.run(...Object.values(row)).lastInsertRowid);
  }

  #number(query: string, ...parameters: readonly (string | number)[]): number {
    return this.#find(query, ...parameters) ?? 0;
  }

  #find(query: string, ...parameters: readonly (string | number)[]): number | undefined {
    const row = this.#database.prepare(query).get(...parameters);
    return row === undefined ? undefined : Number(Object.values(row)[0]);
  }

  #atOnce<Result>(work: () => Result): Result {
    this.#database.exec("BEGIN IMMEDIATE");
    try {
      const result = work();
      this.#database.exec("COMMIT");
      return result;
    } catch (error) {
      this.#database.exec("ROLLBACK");
      throw error;
    }
  }
}

/** ISO 8601 as the board writes it, with `+00:00`. */
export function nowText(timeMs = Date.now()): string {
  return new Date(timeMs).toISOString().replace("Z", "+00:00");
}
