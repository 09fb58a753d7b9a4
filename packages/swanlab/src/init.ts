import { rmSync } from "node:fs";
import { redactor } from "@evalkit/core";
import type { Connection, RunIdentity } from "./api/connect.js";
import { HttpClient } from "./api/http.js";
import { RequestFailure, toServerError } from "./api/retry.js";
import { systemClock } from "./clock.js";
import { SwanlabAuthError, SwanlabConfigError } from "./errors.js";
import { RecordFile } from "./file/record-file.js";
import { recordNumbers, toTimestamp } from "./file/records.js";
import type { Board } from "./local/board.js";
import { collectMetadata, listPackages } from "./metadata/metadata.js";
import type { InitOptions } from "./options.js";
import { disabledRun } from "./run/disabled-run.js";
import { LiveRun } from "./run/live-run.js";
import { handleProcessEvents } from "./run/process-events.js";
import { Recorder } from "./run/recorder.js";
import type { Run } from "./run/run.js";
import { localTime, makeRunFolder, type RunFolder } from "./run/run-folder.js";
import { Warnings } from "./run/warnings.js";
import { resolveSettings, type Settings } from "./settings/settings.js";
import { Uploader } from "./upload/uploader.js";

const CONNECT_TIMEOUT_MS = 10_000;
const FINISH_TIMEOUT_MS = 30_000;
const UPLOAD_INTERVAL_MS = 1500;
const RESUME_CODES = { never: 0, allow: 1, must: 2 } as const;

/**
 * Begins a run. In online mode it waits up to `connectTimeoutMs` for the server; one that is away does not hinder the run.
 * Throws `SwanlabConfigError` for what SwanLab does not take, `SwanlabAuthError` for a key that is missing or refused, and
 * `SwanlabServerError` when the server says no, or when a run that must be resumed cannot be.
 */
export async function init(options: InitOptions = {}): Promise<Run> {
  const settings = resolveSettings(options);
  if (settings.mode === "disabled") return disabledRun(settings.id, options.config ?? {});
  const clock = options.clock ?? systemClock;
  const redact = redactor(settings.server === undefined ? [] : [settings.server.apiKey]);
  const warnings = new Warnings(options.onWarning, redact);
  const startedAtMs = clock.nowMs();
  const folder = makeRunFolder(settings.logDir, settings.id, new Date(startedAtMs));
  const identity = identityOf(settings, startedAtMs, redact);
  const file = new RecordFile(folder.recordFile, {
    onWritten: () => uploader?.notify(),
    onFailure: (message) => warnings.add({ kind: "disk", message }),
  });
  const uploader = uploaderOf({ settings, options, identity, file, folder: folder.path, warnings, lastLine: () => recorder.lastLine });
  const board = settings.mode === "local" ? await boardOf({ settings, identity, folder, warnings }) : undefined;
  const sections = { section: options.section, rule: settings.sectionRule };
  const recorder = new Recorder({ file, folder: folder.path, clock, sections, redact, warn: warnings.add, board });
  file.append({ num: recordNumbers.start, timestamp: toTimestamp(startedAtMs), start: startRecord(identity) });
  file.write();
  if (uploader !== undefined) {
    try {
      await connected({ uploader, recorder, settings, options });
    } catch (error) {
      uploader.stop();
      file.close();
      rmSync(folder.path, { recursive: true, force: true });
      throw error;
    }
  }
  const handlers = options.handleProcessEvents === true ? handleProcessEvents(() => run, file) : undefined;
  const run = new LiveRun({
    id: settings.id,
    mode: settings.mode,
    folder: folder.path,
    file,
    recorder,
    uploader,
    board,
    warnings,
    clock,
    redact,
    webHost: settings.server?.webHost,
    apiHost: settings.server?.apiHost,
    onEnd: () => handlers?.remove(),
  });
  describe(run, options, folder.path);
  return run;
}

function identityOf(settings: Settings, startedAtMs: number, redact: (text: string) => string): RunIdentity {
  const { id, project, workspace, isPublic, resume, color } = settings;
  const clean = (text: string | undefined) => (text === undefined ? undefined : redact(text));
  const [description, group, jobType] = [clean(settings.description), clean(settings.group), clean(settings.jobType)];
  const tags = settings.tags.map(redact);
  const name = redact(settings.experimentName ?? `run-${localTime(new Date(startedAtMs))}`);
  return { id, project, workspace, isPublic, name, description, tags, group, jobType, color, resume, startedAtMs };
}

function startRecord(run: RunIdentity) {
  return {
    project: run.project,
    workspace: run.workspace ?? "",
    public: run.isPublic,
    name: run.name,
    description: run.description ?? "",
    tags: run.tags,
    group: run.group ?? "",
    jobType: run.jobType ?? "",
    color: run.color ?? "",
    id: run.id,
    resume: RESUME_CODES[run.resume],
    startedAt: toTimestamp(run.startedAtMs),
  };
}

interface UploaderParts {
  readonly settings: Settings;
  readonly options: InitOptions;
  readonly identity: RunIdentity;
  readonly file: RecordFile;
  readonly folder: string;
  readonly warnings: Warnings;
  readonly lastLine: () => number;
}

function uploaderOf({ settings, options, identity, file, folder, warnings, lastLine }: UploaderParts): Uploader | undefined {
  if (settings.server === undefined) return undefined;
  const clock = options.clock ?? systemClock;
  return new Uploader({
    http: new HttpClient(settings.server, clock),
    file,
    identity,
    runFolder: folder,
    batchSize: settings.batchSize,
    lastLine,
    uploadIntervalMs: options.uploadIntervalMs ?? UPLOAD_INTERVAL_MS,
    finishTimeoutMs: options.finishTimeoutMs ?? FINISH_TIMEOUT_MS,
    clock,
    random: Math.random,
    warn: warnings.add,
  });
}

interface BoardParts {
  readonly settings: Settings;
  readonly identity: RunIdentity;
  readonly folder: RunFolder;
  readonly warnings: Warnings;
}

async function boardOf({ settings, identity, folder, warnings }: BoardParts): Promise<Board | undefined> {
  const { openBoard } = await import("./local/file-board.js");
  const { project, name, description = "", color } = identity;
  const run = { project, name, description, folder: folder.name, color };
  return openBoard({ logDir: settings.logDir, runFolder: folder.path, run, warn: warnings.add });
}

interface ConnectParts {
  readonly uploader: Uploader;
  readonly recorder: Recorder;
  readonly settings: Settings;
  readonly options: InitOptions;
}

/** Waits for the connection, but not for ever; a run that must be resumed needs it, since its steps go on from the server's. */
async function connected({ uploader, recorder, settings, options }: ConnectParts): Promise<void> {
  const timer = new AbortController();
  const timeoutMs = options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS;
  const connection = uploader.start();
  const late = (options.clock ?? systemClock).alarm(timeoutMs, timer.signal).then(() => undefined);
  // The timer lets the process end; this wait must not.
  const keepAlive = setInterval(() => {}, 2 ** 30);
  try {
    const found: Connection | undefined = await Promise.race([connection, late]);
    if (found?.resumed !== undefined) recorder.resume(found.resumed.lastLine, found.resumed.lastSteps);
    if (found !== undefined) return;
    if (settings.resume === "must") throw new SwanlabConfigError(`The SwanLab server does not answer within ${timeoutMs / 1000} s, so that no run can be resumed.`);
    uploader.countLinesAnew();
  } catch (error) {
    throw initError(error);
  } finally {
    timer.abort();
    clearInterval(keepAlive);
  }
}

function initError(error: unknown): unknown {
  if (!(error instanceof RequestFailure)) return error;
  if (error.status === 401 || error.status === 403) return new SwanlabAuthError(`SwanLab refuses the key. ${error.message}`);
  return toServerError(error);
}

function describe(run: LiveRun, { config, metadata }: InitOptions, folder: string): void {
  run.config.update(config ?? {});
  run.saveProfile("metadata", `${JSON.stringify(collectMetadata(metadata ?? {}, folder), undefined, 2)}\n`);
  const packages = metadata?.packages === true ? listPackages(process.cwd()) : undefined;
  if (packages !== undefined) run.saveProfile("requirements", packages);
}
