import { mkdir, readFile } from "node:fs/promises";
import { randomInt } from "node:crypto";
import { join, resolve } from "node:path";
import { ConfigError, Secret, redactor } from "@evalkit/core";
import { type LoadPoint, type PerfOptions, type SearchReport, onePrompt, parsePerfOptions, pointResultOf, pointsOf, singleTurnSource } from "@evalkit/perf";
import type { ProcessEnvironment } from "../env.js";
import { ProgressFile } from "../store/progress-file.js";
import { RunLock } from "../store/run-lock.js";
import { readApiAddress } from "../config/endpoint.js";
import { timestamp } from "../config/run-folder.js";
import { openPerfTrackers } from "../trackers.js";
import { version } from "../version.js";
import { shownConfig } from "../without-paths.js";
import { cacheDir } from "./cache-dir.js";
import { testConnection } from "./connection-test.js";
import { pause, type PerfHooks } from "./perf-hooks.js";
import { openPrompts, textOf } from "./open-prompts.js";
import type { PromptEnvironment } from "./prompt-environment.js";
import { perfFolder } from "./perf-folder.js";
import { PerfLog } from "./perf-log.js";
import type { FinishedPoint, PerfRun } from "./perf-run.js";
import { Reporting } from "./reporting.js";
import { finishedEarlier } from "./resume-point.js";
import { findRunFile, pointFingerprint, resumedOptions, writeRunFile } from "./run-file.js";
import { checkFirst, type PointSetup, runPoint, sourceOf } from "./run-point.js";
import { cachedCalibration } from "./self-test.js";
import { openTarget } from "./target.js";
import { writePoint, writeRun } from "./write-run.js";

/** Checks the options of a load test. Throws a ConfigError for the first that cannot be. */
export function readPerfOptions(raw: Readonly<Record<string, unknown>>, { cwd, env }: ProcessEnvironment): PerfOptions {
  const options = parsePerfOptions(raw, { resolvePath: (path) => resolve(cwd, path), env, drawSeed: () => randomInt(2 ** 47) });
  const inAddresses = [options.url, options.output.prometheus, options.load.proxy].flatMap(addressSecrets);
  return { ...options, secrets: [...options.secrets, ...inAddresses] };
}

/** User info and keys in the query of an address. What is no address is refused elsewhere. */
function addressSecrets(address: string | undefined): readonly Secret[] {
  if (address === undefined) return [];
  try {
    return readApiAddress(address).secrets.map((secret) => new Secret(secret));
  } catch {
    return [];
  }
}

/**
 * Carries a load test out: every point of the sweep (or every probe of the search), then the files. Throws before the first request for everything that cannot be,
 * and a StoreError when results cannot be kept. An abort of the signal ends the run with what there is.
 */
export async function runPerf(given: Readonly<Record<string, unknown>>, environment: ProcessEnvironment, hooks: PerfHooks): Promise<PerfRun> {
  const { raw, folder: earlier } = await withEarlier(given, environment);
  const options = readPerfOptions(raw, environment);
  const reporters = [...(hooks.reporters ?? []), ...(await trackersOf(raw, { options, environment, hooks }))];
  for (const note of options.notes) hooks.onNote?.(note);
  await using server = await openServer(options.url, hooks);
  const setup = await prepare({ options, url: server.url, environment, hooks: { ...hooks, reporters }, earlier });
  const { folder, reporting } = setup;
  const points = options.sla === undefined ? pointsFor(setup) : [];
  hooks.onPlan?.({ folder, options, points, url: setup.target.url, isResumed: earlier !== undefined });
  if (options.testConnection) await connect(setup);
  using _lock = claimRun(join(folder, LOCK_FILE));
  await writeStart(setup, points, environment);
  setup.log.start({ options, url: setup.target.url, folder, isResumed: earlier !== undefined, notes: [...options.notes, ...setup.opened.notes] });
  reporting.tell({ type: "sweep-start", run: runInfo(options, environment), points });
  const state: RunState = { finished: [], searches: [] };
  try {
    if (options.sla === undefined) await runTracked(setup, points, { hooks, state, environment });
    else {
      const { runSearches } = await import("./run-searches.js");
      state.searches.push(...(await runSearches(setup, options.sla, { hooks, finished: state.finished, environment })));
    }
    const run = await writeEnd(setup, { hooks, state, environment });
    setup.log.end(run);
    return run;
  } catch (error) {
    setup.log.failed(error);
    throw error;
  } finally {
    await reporting.close();
  }
}

/** Writes the files of the whole run and tells the trackers of its end. */
async function writeEnd(setup: PointSetup, { hooks, state, environment }: PartsOfRun): Promise<PerfRun> {
  const { folder, options, reporting } = setup;
  const run = { folder, modelName: options.modelName, points: state.finished, searches: state.searches, isInterrupted: hooks.signal.aborted, notes: [...options.notes, ...setup.opened.notes] };
  const written = await writeRun(run, { options, environment, redact: setup.redact, setup });
  const page = written.files.find((file) => file.endsWith(".html"));
  const html = reporting.isNeeded && page !== undefined ? { page: await readFile(join(folder, page), "utf8") } : {};
  reporting.tell({ type: "sweep-end", status: hooks.signal.aborted ? "aborted" : "finished", ...html });
  return { ...run, ...written };
}

interface PartsOfRun {
  readonly hooks: PerfHooks;
  readonly state: RunState;
  readonly environment: ProcessEnvironment;
}

function trackersOf(raw: Readonly<Record<string, unknown>>, { options, environment, hooks }: { readonly options: PerfOptions; readonly environment: ProcessEnvironment; readonly hooks: PerfHooks }) {
  return openPerfTrackers(raw, {
    env: environment.env,
    outputsDir: options.output.outputsDir,
    offline: options.data.offline,
    onWarning: (text) => hooks.onWarning?.(text),
    onNote: (text) => hooks.onNote?.(text),
  });
}

/** Keeps two processes out of one folder. */
const LOCK_FILE = ".perf.lock";

function claimRun(path: string): Disposable {
  const lock = RunLock.acquire(path);
  return { [Symbol.dispose]: () => lock.release() };
}

interface RunState {
  readonly finished: FinishedPoint[];
  readonly searches: SearchReport[];
}

async function withEarlier(given: Readonly<Record<string, unknown>>, { cwd }: ProcessEnvironment): Promise<{ readonly raw: Readonly<Record<string, unknown>>; readonly folder: string | undefined }> {
  const { resume } = given;
  if (typeof resume !== "string") return { raw: given, folder: undefined };
  const { folder, file } = await findRunFile(resolve(cwd, resume));
  return { raw: resumedOptions(file, given), folder };
}

async function openServer(url: string, hooks: PerfHooks): Promise<{ readonly url: string; [Symbol.asyncDispose](): Promise<void> }> {
  if (url !== "mock") return { url, [Symbol.asyncDispose]: () => Promise.resolve() };
  const start = hooks.startMock ?? (async () => (await import("../mock.js")).startMock({ ttftMs: 20, itlMs: 5 }));
  const mock = await start();
  hooks.onNote?.("The built-in server stands in for a real one: its figures are its own schedule and this machine's noise.");
  return { url: mock.url, [Symbol.asyncDispose]: () => mock.close() };
}

interface Preparation {
  readonly options: PerfOptions;
  readonly url: string;
  readonly environment: ProcessEnvironment;
  readonly hooks: PerfHooks;
  readonly earlier: string | undefined;
}

async function prepare({ options, url, environment, hooks, earlier }: Preparation): Promise<PointSetup> {
  const target = await openTarget(options, url);
  const prompting: PromptEnvironment = {
    readStdin: hooks.readStdin,
    cacheDir: cacheDir(environment),
    signal: hooks.signal,
    ...(hooks.onDownload === undefined ? {} : { onDownload: hooks.onDownload }),
  };
  const template = await templateOf(options, prompting);
  const opened = await openPrompts(options, target.isChat, prompting);
  for (const note of opened.notes) hooks.onNote?.(note);
  const calibration = await cachedCalibration(environment);
  const folder = earlier ?? perfFolder(options, environment.now);
  const redact = redactor(options.secrets);
  const log = new PerfLog(folder, { redact, isDebug: options.output.isDebug, everyRequests: options.output.logEveryRequests });
  const warn = (text: string): void => {
    log.write("WARNING", text);
    hooks.onWarning?.(text);
  };
  const setup: PointSetup = {
    ...(calibration === undefined ? {} : { calibration }),
    options,
    target,
    opened,
    template,
    folder,
    log,
    resumes: earlier !== undefined,
    fingerprintOf: (point) => pointFingerprint(options, point),
    redact,
    signal: hooks.signal,
    reporting: new Reporting(hooks.reporters ?? [], warn),
    onStart: (point, snapshot) => hooks.onPointStart?.(point, snapshot),
  };
  await checkFirst(sourceOf(setup, options.data.offset));
  return setup;
}

async function templateOf({ data }: PerfOptions, prompting: PromptEnvironment): Promise<Readonly<Record<string, unknown>> | undefined> {
  if (data.queryTemplate === undefined) return undefined;
  const text = await textOf(data.queryTemplate, "--query-template", prompting);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new ConfigError("--query-template is not valid JSON.", { cause });
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Readonly<Record<string, unknown>>;
  throw new ConfigError("--query-template must be a JSON object: a request's body.");
}

function pointsFor({ options, opened }: PointSetup): readonly LoadPoint[] {
  const { isTimed, speed = 1 } = opened.prompts;
  return pointsOf({ load: options.load, offset: options.data.offset, ...(isTimed === true ? { timedSpeed: speed } : {}) });
}

/** A short prompt where the API takes one, so that the test warms no cache; else the first of the data. */
async function connect(setup: PointSetup): Promise<void> {
  const { options, target, opened } = setup;
  const first = await opened.prompts.at(options.data.offset);
  const isText = first !== undefined && ["messages", "text", "tokens"].includes(first.prompt.kind) && target.reference.kind === "built-in" && setup.template === undefined;
  const { load } = options;
  const source = isText && !target.url.includes("/rerank")
    ? singleTurnSource(onePrompt("Hello.", target.isChat), { api: target.api, url: target.url, models: options.models, headers: target.headers, stream: options.request.stream, generation: { temperature: 0 }, maxTokens: 16, extra: {}, seed: 0, offset: 0 })
    : sourceOf(setup, options.data.offset);
  const { timeouts, transport, insecure, http2, proxy } = { ...load, timeouts: options.timeouts };
  await testConnection({ api: target.reference, timeouts, transport, insecure, http2, signal: setup.signal, ...(proxy === undefined ? {} : { proxy }) }, source, target.url);
}

async function writeStart({ folder, options, resumes }: PointSetup, points: readonly LoadPoint[], { now }: ProcessEnvironment): Promise<void> {
  await mkdir(folder, { recursive: true });
  if (resumes) return;
  writeRunFile(folder, {
    schema: "evalkit.perf.v1",
    startedAt: now.toISOString(),
    evalkitVersion: version,
    model: options.modelName,
    seed: options.request.seed,
    options: options.recorded,
    points: points.map(({ label }) => label),
  });
}

function runInfo(options: PerfOptions, { now }: ProcessEnvironment) {
  const { output, modelName, recorded } = options;
  const name = output.name ?? `${modelName}_${timestamp(now)}`;
  return { runId: `${output.name ?? modelName}_${timestamp(now)}`, name, model: modelName, createdAt: now.toISOString(), config: shownConfig(recorded) };
}

/** Keeps `progress.json` while the points run, where it was asked for and the number of requests is known. */
async function runTracked(setup: PointSetup, points: readonly LoadPoint[], parts: PartsOfRun): Promise<void> {
  const total = points.reduce((sum, { requests, warmUpRequests, coolDownRequests }) => sum + (requests ?? Number.NaN) + warmUpRequests + coolDownRequests, 0);
  if (!setup.options.output.progressFile || Number.isNaN(total)) return runPoints(setup, points, parts);
  const progress = new ProgressFile({ path: join(setup.folder, "progress.json"), total, processed: 0, pipeline: "perf", warn: (text) => parts.hooks.onWarning?.(text) });
  progress.write("running");
  try {
    await runPoints({ ...setup, onEnded: () => progress.advance() }, points, parts);
    progress.write(parts.hooks.signal.aborted ? "error" : "completed");
  } catch (error) {
    progress.write("error");
    throw error;
  }
}

async function runPoints(setup: PointSetup, points: readonly LoadPoint[], { hooks, state, environment }: PartsOfRun): Promise<void> {
  for (const [place, point] of points.entries()) {
    if (setup.signal.aborted) return;
    const earlier = setup.resumes ? await finishedEarlier(setup, point) : undefined;
    const finished = earlier ?? (await runPoint(setup, point));
    state.finished.push(finished);
    await writePoint(finished, { options: setup.options, environment, redact: setup.redact, setup });
    setup.reporting.tell({ type: "point-end", point: point.index, result: pointResultOf(finished.result) });
    setup.log.pointEnd(finished);
    hooks.onPointEnd?.(finished);
    const isLast = place === points.length - 1;
    if (earlier === undefined && !isLast) await pause(setup.options.load.sleepIntervalMs, setup.signal);
  }
}
