import { readFileSync } from "node:fs";
import { join } from "node:path";
import { hasStatus, readState, segment } from "../api/connect.js";
import { RequestFailure } from "../api/retry.js";
import { saveTypes, type ColumnRecord, type MediaRecord, type SaveRecord } from "../file/records.js";
import { columnTypeNames } from "../media/kinds.js";
import type { Batch } from "./batch.js";
import type { PointKind } from "./counts.js";
import { sendMediaFiles } from "./media-files.js";
import { lineMetrics, mediaMetric, scalarMetrics, type Metric } from "./metrics.js";
import type { SendContext } from "./send-context.js";

const MOST_COLUMNS = 3000;

/** Sends the parts of a batch; each part is tried again by its caller until it is through. */
export interface Part {
  readonly kind: PointKind | "columns" | "profile";
  readonly points: number;
  /** Throws `RequestFailure`. */
  send(signal: AbortSignal): Promise<void>;
  /** Two halves of a part that the server refuses as a whole; `undefined` when it cannot be halved. */
  halves(): readonly Part[] | undefined;
}

/** The parts of a batch in the order in which they are sent: profile, lines, columns, scalars, media. */
export function partsOf(batch: Batch, context: SendContext): readonly Part[] {
  const { resumed } = context.connection;
  const columns = batch.columns.filter(({ key }) => resumed?.lastSteps.has(key) !== true);
  return [
    ...profileParts(batch.saves, context),
    ...metricParts("lines", lineMetrics(batch.logs, context.lineOffset), context),
    ...chunks(columns, MOST_COLUMNS).map((chunk) => columnPart(chunk, context)),
    ...metricParts("scalars", scalarMetrics(batch.scalars), context),
    ...(batch.media.length === 0 ? [] : [mediaPart(batch.media, context)]),
  ];
}

function metricParts(kind: PointKind, metrics: readonly Metric[], context: SendContext): readonly Part[] {
  return metrics.length === 0 ? [] : [metricPart(kind, metrics, context)];
}

const METRIC_TYPES = { scalars: "scalar", media: "media", lines: "log" } as const;

function metricPart(kind: PointKind, metrics: readonly Metric[], context: SendContext): Part {
  const { http, connection, progress } = context;
  let isUncertain = false;
  return {
    kind,
    points: metrics.length,
    async send(signal) {
      const unsent = isUncertain ? await unsentOf(metrics, context, signal) : metrics;
      if (unsent.length > 0) {
        const body = { type: METRIC_TYPES[kind], projectId: connection.projectId, experimentId: connection.experimentId, metrics: unsent };
        try {
          await http.request({ method: "POST", path: "/house/metrics", body, signal });
        } catch (error) {
          if (error instanceof RequestFailure && error.isUncertain) isUncertain = true;
          throw error;
        }
      }
      progress.note(metrics);
    },
    halves: () => (metrics.length < 2 ? undefined : halvesOf(metrics).map((half) => metricPart(kind, half, context))),
  };
}

/** Asks the server what it has before anything is sent for the second time. */
async function unsentOf(metrics: readonly Metric[], { http, connection, progress }: SendContext, signal: AbortSignal): Promise<readonly Metric[]> {
  const { projectId, experimentId, createdAtS } = connection;
  try {
    return progress.missing(metrics, await readState(http, { projectId, experimentId, createdAtS, signal }));
  } catch (error) {
    if (error instanceof RequestFailure && !error.isRetryable && error.status !== 401) return metrics;
    throw error;
  }
}

function columnPart(columns: readonly ColumnRecord[], context: SendContext): Part {
  const { http, connection } = context;
  const { username, project, experimentId, hasSeries } = connection;
  const list = columns.map(({ key, columnType, section }) => ({
    key,
    type: columnTypeNames[columnType] ?? "FLOAT",
    ...(section === "" ? {} : { sectionName: section }),
  }));
  return {
    kind: "columns",
    points: 0,
    async send(signal) {
      const series = () => http.request({ method: "POST", path: `/projects/${segment(username)}/${segment(project)}/series`, body: { series: list }, signal });
      const legacy = () => http.request({ method: "POST", path: `/experiment/${segment(experimentId)}/columns`, body: list, signal });
      try {
        await (hasSeries ? series() : legacy());
      } catch (error) {
        // Newer servers have dropped the one address, older ones lack the other.
        if (!hasStatus(error, 404)) throw error;
        await (hasSeries ? legacy() : series());
      }
    },
    halves: () => (columns.length < 2 ? undefined : halvesOf(columns).map((half) => columnPart(half, context))),
  };
}

function mediaPart(records: readonly MediaRecord[], context: SendContext): Part {
  const metric = metricPart("media", records.map(mediaMetric), context);
  let areFilesSent = false;
  return {
    kind: "media",
    points: records.length,
    async send(signal) {
      if (!areFilesSent) await sendMediaFiles(records, context, signal);
      areFilesSent = true;
      await metric.send(signal);
    },
    halves: () => (records.length < 2 ? undefined : halvesOf(records).map((half) => mediaPart(half, context))),
  };
}

const PROFILE_NAMES: Readonly<Record<number, string>> = {
  [saveTypes.config]: "config",
  [saveTypes.metadata]: "metadata",
  [saveTypes.requirements]: "requirements",
};

/** The files are read when they are sent, so of several records of one type the last is enough. */
function profileParts(saves: readonly SaveRecord[], context: SendContext): readonly Part[] {
  const latest = new Map(saves.map((save) => [save.type, save]));
  return [...latest.values()].flatMap((save) => {
    const name = PROFILE_NAMES[save.type];
    return name === undefined ? [] : [profilePart(name, save, context)];
  });
}

function profilePart(name: string, save: SaveRecord, { http, connection, runFolder }: SendContext): Part {
  const { username, project, experimentId } = connection;
  return {
    kind: "profile",
    points: 0,
    async send(signal) {
      const content = readProfile(join(runFolder, "files", profileFiles[save.type] ?? ""), save.type);
      const path = `/project/${segment(username)}/${segment(project)}/runs/${segment(experimentId)}/profile`;
      await http.request({ method: "PUT", path, body: { [name]: content }, signal });
    },
    halves: () => undefined,
  };
}

/** Names of the files in the run's folder `files`. */
export const profileFiles: Readonly<Record<number, string>> = {
  [saveTypes.config]: "config.yaml",
  [saveTypes.metadata]: "swanlab-metadata.json",
  [saveTypes.requirements]: "requirements.txt",
};

function readProfile(path: string, type: number): unknown {
  try {
    const content = readFileSync(path, "utf8");
    return type === saveTypes.requirements ? content : JSON.parse(content);
  } catch (error) {
    throw new RequestFailure(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, {
      isRetryable: false,
      isUncertain: false,
    });
  }
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}

function halvesOf<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const middle = Math.ceil(items.length / 2);
  return [items.slice(0, middle), items.slice(middle)];
}
