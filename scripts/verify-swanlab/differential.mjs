import assert from "node:assert/strict";

/** Paths of one kind of request: ids and signatures masked. */
function kindOf({ method, path }) {
  return `${method} ${path.replace(/\?signature=.*$/, "").replace(/(objects\/media\/\w+\/\d+)-[0-9a-f]{8}/, "$1-HASH")}`;
}

function byText(first, second) {
  return JSON.stringify(first) < JSON.stringify(second) ? -1 : 1;
}

// A run without a colour of its own gets one by the number of runs; the two lists of colours are not the same.
const MASKED = new Set(["colors", "createdAt", "finishedAt", "create_time"]);

function masked(value) {
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value === "string") return value.replace(/^(media\/\w+\/\d+)-[0-9a-f]{8}/, "$1-HASH");
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, MASKED.has(key) ? "…" : masked(member)]);
  return Object.fromEntries(entries.toSorted(byText));
}

/** What a run told the server, with what may differ taken out: how it is cut into requests, and what docs/swanlab.md lists. */
export function summaryOf({ requests, runs, objects }) {
  const [run] = runs;
  const { metadata, ...profile } = run.profile;
  return {
    requests: [...new Set(requests.map(kindOf))].toSorted(byText),
    headers: [...new Set(requests.flatMap(({ headers }) => Object.keys(headers).filter((name) => /swanlab|cookie|authorization/.test(name))))].toSorted(byText),
    start: masked(run.body),
    state: run.state,
    columns: masked(run.columns),
    scalars: masked(run.scalars),
    media: masked(run.media),
    files: [...objects].map(([path, bytes]) => [masked(path), contentOf(path, bytes)]).toSorted(byText),
    config: masked(profile.config),
    metadataNames: shape(metadata),
    order: requests.map(kindOf).filter((kind) => /login|experiment$|state$/.test(kind)),
    requirements: profile.requirements !== undefined,
    lines: run.lines.length > 0,
    error: run.lines.filter(({ level }) => level === "ERROR").map(({ message }) => message),
  };
}

function contentOf(path, bytes) {
  const text = Buffer.from(bytes).toString("utf8");
  return path.endsWith(".json") ? JSON.parse(text) : text;
}

/** Names of metadata, one level deep. */
function shape(metadata) {
  return Object.keys(metadata ?? {}).toSorted(byText);
}

/** Every difference that is allowed stands in docs/swanlab.md; this throws at any other one. */
export function compare(theirs, ours) {
  const differences = [];
  for (const name of Object.keys(theirs)) {
    try {
      assert.deepEqual(ours[name], theirs[name]);
    } catch {
      differences.push(name);
    }
  }
  const unexpected = differences.filter((name) => !["requests", "requirements", "lines"].includes(name));
  assert.deepEqual(unexpected.map((name) => [name, ours[name], theirs[name]]), []);
  const missing = theirs.requests.filter((kind) => !ours.requests.includes(kind));
  const added = ours.requests.filter((kind) => !theirs.requests.includes(kind));
  // 0.9.7 makes the project without asking whether it exists; 0.10 and ours ask first.
  assert.deepEqual(missing.filter((kind) => kind !== "POST /api/projects/alice"), []);
  assert.deepEqual(added, []);
  return { differences, missing, added };
}
