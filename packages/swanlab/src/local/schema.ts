const TIMES = "create_time VARCHAR(30) NOT NULL, update_time VARCHAR(30) NOT NULL";
const ONE_OWNER = "CHECK ((project_id IS NULL AND experiment_id IS NOT NULL) OR (project_id IS NOT NULL AND experiment_id IS NULL))";

function reference(column: string, table: string): string {
  return `FOREIGN KEY (${column}) REFERENCES ${table} (id) ON DELETE CASCADE ON UPDATE CASCADE`;
}

function unique(table: string, ...columns: readonly string[]): string {
  return `CREATE UNIQUE INDEX IF NOT EXISTS ${table}_${columns.join("_")} ON ${table} (${columns.join(", ")})`;
}

function index(table: string, column: string): string {
  return `CREATE INDEX IF NOT EXISTS ${table}_${column} ON ${table} (${column})`;
}

/** The tables that `swanlab watch` reads (swanboard 0.1.10). */
export const boardSchema: readonly string[] = [
  `CREATE TABLE IF NOT EXISTS project (id INTEGER NOT NULL PRIMARY KEY, name VARCHAR(100) NOT NULL, description VARCHAR(255), sum INTEGER,
    charts INTEGER NOT NULL, pinned_opened INTEGER NOT NULL, hidden_opened INTEGER NOT NULL, more VARCHAR(255), version VARCHAR(30) NOT NULL, ${TIMES})`,
  unique("project", "name"),
  `CREATE TABLE IF NOT EXISTS experiment (id INTEGER NOT NULL PRIMARY KEY, project_id INTEGER NOT NULL, run_id TEXT NOT NULL,
    name VARCHAR(100) NOT NULL, description VARCHAR(255), sort INTEGER NOT NULL, status INTEGER NOT NULL, show INTEGER NOT NULL,
    light VARCHAR(20), dark VARCHAR(20), pinned_opened INTEGER NOT NULL, hidden_opened INTEGER NOT NULL, more TEXT, version VARCHAR(30) NOT NULL,
    create_time VARCHAR(30) NOT NULL, finish_time VARCHAR(30), update_time VARCHAR(30) NOT NULL, ${reference("project_id", "project")}, CHECK (sort >= 0))`,
  index("experiment", "project_id"),
  unique("experiment", "run_id"),
  unique("experiment", "name", "project_id"),
  unique("experiment", "sort", "project_id"),
  `CREATE TABLE IF NOT EXISTS chart (id INTEGER NOT NULL PRIMARY KEY, experiment_id INTEGER, project_id INTEGER, name VARCHAR(100) NOT NULL,
    description VARCHAR(255), system INTEGER NOT NULL, type VARCHAR(10) NOT NULL, reference VARCHAR(10) NOT NULL, status INTEGER NOT NULL, sort INTEGER,
    config TEXT, more TEXT, ${TIMES}, ${reference("experiment_id", "experiment")}, ${reference("project_id", "project")}, ${ONE_OWNER})`,
  index("chart", "experiment_id"),
  index("chart", "project_id"),
  unique("chart", "name", "experiment_id"),
  unique("chart", "name", "project_id"),
  `CREATE TABLE IF NOT EXISTS namespace (id INTEGER NOT NULL PRIMARY KEY, experiment_id INTEGER, project_id INTEGER, name VARCHAR(100) NOT NULL,
    description VARCHAR(255), sort INTEGER NOT NULL, opened INTEGER NOT NULL, more TEXT, ${TIMES}, ${reference("experiment_id", "experiment")},
    ${reference("project_id", "project")}, ${ONE_OWNER}, CHECK (sort >= 0))`,
  index("namespace", "experiment_id"),
  index("namespace", "project_id"),
  unique("namespace", "name", "experiment_id"),
  unique("namespace", "name", "project_id"),
  `CREATE TABLE IF NOT EXISTS display (id INTEGER NOT NULL PRIMARY KEY, chart_id INTEGER NOT NULL, namespace_id INTEGER NOT NULL,
    sort INTEGER NOT NULL, more TEXT, ${TIMES}, ${reference("chart_id", "chart")}, ${reference("namespace_id", "namespace")}, CHECK (sort >= 0))`,
  index("display", "chart_id"),
  index("display", "namespace_id"),
  unique("display", "chart_id", "namespace_id"),
  `CREATE TABLE IF NOT EXISTS tag (id INTEGER NOT NULL PRIMARY KEY, experiment_id INTEGER NOT NULL, name VARCHAR(255) NOT NULL, folder VARCHAR(255),
    type VARCHAR(10) NOT NULL, description VARCHAR(100), system INTEGER NOT NULL, sort INTEGER NOT NULL, more TEXT, ${TIMES},
    ${reference("experiment_id", "experiment")})`,
  index("tag", "experiment_id"),
  unique("tag", "name", "experiment_id"),
  `CREATE TABLE IF NOT EXISTS source (id INTEGER NOT NULL PRIMARY KEY, tag_id INTEGER NOT NULL, chart_id INTEGER NOT NULL, sort INTEGER NOT NULL,
    error TEXT, more TEXT, ${TIMES}, ${reference("tag_id", "tag")}, ${reference("chart_id", "chart")})`,
  index("source", "tag_id"),
  index("source", "chart_id"),
  unique("source", "tag_id", "chart_id"),
];
