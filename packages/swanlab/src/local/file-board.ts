import { appendFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { columnTypes } from "../file/records.js";
import type { SwanlabWarning } from "../options.js";
import type { Board, BoardMedia, BoardScalar } from "./board.js";
import { tableRows } from "./table-rows.js";
import { BoardDatabase, nowText, type BoardRun, type ChartType } from "./board-database.js";

const POINTS_A_FILE = 1000;
const WRITE_DELAY_MS = 500;
const MOST_WAITING_LINES = 1000;

export interface BoardOptions {
  readonly logDir: string;
  readonly runFolder: string;
  readonly run: BoardRun;
  readonly warn: (warning: SwanlabWarning) => void;
}

interface Series {
  readonly folder: string;
  readonly type: ChartType;
  count: number;
  /** Lines that wait, by file. */
  readonly waiting: Map<string, string[]>;
  max: { readonly value: number; readonly step: number } | undefined;
  min: { readonly value: number; readonly step: number } | undefined;
}

/** Opens the board of a log folder for one run; when that fails it is a warning, and the run has only its file. */
export function openBoard({ logDir, runFolder, run, warn }: BoardOptions): Board | undefined {
  try {
    return new FileBoard(new BoardDatabase(join(logDir, "runs.swanlab"), run), runFolder, warn);
  } catch (error) {
    warn({ kind: "local", message: `The board for swanlab watch cannot be written: ${String(error)}` });
    return undefined;
  }
}

/** Writes what `swanlab watch` shows. Tables become texts, a row each; charts and pages are no part of that board. */
class FileBoard implements Board {
  readonly #database: BoardDatabase;
  readonly #runFolder: string;
  readonly #warn: (warning: SwanlabWarning) => void;
  readonly #series = new Map<string, Series>();
  readonly #console: string[] = [];
  #waitingLines = 0;
  #timer: NodeJS.Timeout | undefined;
  #isBroken = false;

  constructor(database: BoardDatabase, runFolder: string, warn: (warning: SwanlabWarning) => void) {
    this.#database = database;
    this.#runFolder = runFolder;
    this.#warn = warn;
  }

  /** A value that is not finite would make the board refuse the whole series; it stands in the run's file. */
  scalar(key: string, step: number, { number, timeMs }: BoardScalar): void {
    if (!Number.isFinite(number)) {
      this.#warn({ kind: "local", message: `${key}: values that are not finite are not shown by swanlab watch.` });
      return;
    }
    this.#attempt(() => {
      const series = this.#seriesOf(key, "line");
      if (series.max === undefined || number > series.max.value) series.max = { value: number, step };
      if (series.min === undefined || number < series.min.value) series.min = { value: number, step };
      this.#add(series, { index: step, data: number, create_time: nowText(timeMs) });
    });
  }

  media(key: string, step: number, { type, files, timeMs }: BoardMedia): void {
    this.#attempt(() => {
      const shown = shownItems(type, files);
      if (shown === undefined) {
        this.#warn({ kind: "local", message: `${key}: swanlab watch shows no charts and pages; they stand in the run's file.` });
        return;
      }
      const series = this.#seriesOf(key, shown.chart);
      if (shown.chart === "image") this.#keepImages(series.folder, files);
      // The board's page fails on items without an entry of their own here.
      const more = shown.items.map(({ caption }) => ({ caption }));
      this.#add(series, { index: step, data: shown.items.map(({ data }) => data), create_time: nowText(timeMs), more });
    });
  }

  line(text: string): void {
    this.#console.push(text);
    this.#schedule();
  }

  finish(state: "finished" | "crashed" | "aborted"): void {
    this.#write();
    this.#attempt(() => this.#database.finish(state === "finished" ? 1 : -1));
  }

  #seriesOf(key: string, type: ChartType): Series {
    const known = this.#series.get(key);
    if (known !== undefined) return known;
    const folder = this.#database.addKey(key, type);
    mkdirSync(join(this.#runFolder, "logs", folder), { recursive: true });
    const series: Series = { folder, type, count: 0, waiting: new Map(), max: undefined, min: undefined };
    this.#series.set(key, series);
    return series;
  }

  #keepImages(seriesFolder: string, files: BoardMedia["files"]): void {
    const folder = join(this.#runFolder, "media", seriesFolder);
    mkdirSync(folder, { recursive: true });
    for (const { filename, bytes } of files) writeFileSync(join(folder, filename), bytes);
  }

  #add(series: Series, point: Readonly<Record<string, unknown>>): void {
    series.count += 1;
    const file = `${Math.ceil(series.count / POINTS_A_FILE) * POINTS_A_FILE}.log`;
    const lines = series.waiting.get(file) ?? [];
    lines.push(JSON.stringify(point));
    series.waiting.set(file, lines);
    this.#schedule();
  }

  #schedule(): void {
    this.#waitingLines += 1;
    if (this.#waitingLines >= MOST_WAITING_LINES) this.#write();
    else this.#timer ??= setTimeout(() => this.#write(), WRITE_DELAY_MS);
  }

  #write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#waitingLines = 0;
    this.#attempt(() => {
      for (const series of this.#series.values()) this.#writeSeries(series);
      if (this.#console.length === 0) return;
      const folder = join(this.#runFolder, "console");
      mkdirSync(folder, { recursive: true });
      appendFileSync(join(folder, `${nowText().slice(0, 10)}.log`), `${this.#console.splice(0).join("\n")}\n`);
    });
  }

  #writeSeries({ folder, type, count, waiting, max, min }: Series): void {
    if (waiting.size === 0) return;
    const path = join(this.#runFolder, "logs", folder);
    for (const [file, lines] of waiting) appendFileSync(join(path, file), `${lines.join("\n")}\n`);
    waiting.clear();
    const range = max === undefined || min === undefined ? {} : { max: max.value, max_step: max.step, min: min.value, min_step: min.step };
    writeFileSync(join(path, "_summary.json"), JSON.stringify(type === "line" ? { ...range, num: count } : { num: count }));
  }

  /** The first failure ends the board, not the run. */
  #attempt(work: () => void): void {
    if (this.#isBroken) return;
    try {
      work();
    } catch (error) {
      this.#isBroken = true;
      this.#warn({ kind: "local", message: `The board for swanlab watch is no longer written: ${String(error)}` });
    }
  }
}

interface ShownItems {
  readonly chart: ChartType;
  readonly items: readonly { readonly data: string; readonly caption: string }[];
}

/** What the board shows of media; `undefined` when it shows nothing of them. */
function shownItems(type: number, files: BoardMedia["files"]): ShownItems | undefined {
  if (type === columnTypes.image) return { chart: "image", items: files.map(({ filename, caption }) => ({ data: filename, caption })) };
  const texts = files.map(({ bytes, caption }) => ({ data: Buffer.from(bytes).toString("utf8"), caption }));
  if (type === columnTypes.text) return { chart: "text", items: texts };
  if (type !== columnTypes.echarts) return undefined;
  const rows = texts.flatMap(({ data }) => tableRows(data) ?? []);
  return rows.length === 0 ? undefined : { chart: "text", items: rows.map(({ caption, text }) => ({ data: text, caption })) };
}
