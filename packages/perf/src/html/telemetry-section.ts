import { figure, fixed, percent } from "../results/figures-text.js";
import type { GaugeReport, GpuDevice, GpuReport, ServerCounter, ServerGauge, ServerReport, TelemetrySeries } from "../spec/telemetry.js";
import { type ChartLine, type ChartPoint, lineChart } from "./line-chart.js";
import { html, type Markup } from "./markup.js";
import { plainTable } from "./plain-table.js";
import { say, type Words } from "./words.js";

const SECONDS: Words = { en: "seconds since the load was started", zh: "负载开始后的秒数" };

const GAUGES: Readonly<Record<ServerGauge, Words & { readonly isShare: boolean }>> = {
  running: { en: "Requests it works on", zh: "正在处理的请求", isShare: false },
  waiting: { en: "Requests waiting in its queue", zh: "排队中的请求", isShare: false },
  cacheUse: { en: "KV cache in use", zh: "KV 缓存占用", isShare: true },
  cacheHitRate: { en: "Prefix cache hit rate", zh: "前缀缓存命中率", isShare: true },
};

const COUNTERS: Readonly<Record<ServerCounter, Words>> = {
  promptTokens: { en: "Prompt tokens", zh: "输入 token" },
  generationTokens: { en: "Generated tokens", zh: "生成 token" },
  prefixQueries: { en: "Prompt tokens looked up in the prefix cache", zh: "查询前缀缓存的 token" },
  prefixHits: { en: "... of them found there", zh: "……其中命中" },
  preemptions: { en: "Requests put back because the KV cache was full (preemptions)", zh: "因 KV 缓存已满而被抢占的请求" },
  draftTokens: { en: "Tokens guessed ahead (speculative decoding)", zh: "推测解码的草稿 token" },
  acceptedTokens: { en: "... of them accepted", zh: "……其中被接受" },
};

/** What the server and the accelerators said of themselves; nothing where neither was asked. */
export function telemetrySection(server: ServerReport | undefined, gpus: GpuReport | undefined): Markup {
  return html`${server !== undefined && serverSection(server)}${gpus !== undefined && gpuSection(gpus)}`;
}

function serverSection({ samples, failedSamples, gauges, counters, series = {} }: ServerReport): Markup {
  const title = html`<h3>${say({ en: "The server’s own metrics", zh: "服务端自身指标" })}</h3>`;
  if (samples === 0) return html`${title}<p class="muted small">${say({ en: `They could not be read: ${figure(failedSamples)} attempts failed.`, zh: `读取失败：共尝试 ${figure(failedSamples)} 次。` })}</p>`;
  const known = (names: readonly string[], found: object): readonly string[] => names.filter((name) => Object.hasOwn(found, name));
  const gaugeNames = known(Object.keys(GAUGES), gauges) as readonly ServerGauge[];
  const counterNames = known(Object.keys(COUNTERS), counters) as readonly ServerCounter[];
  return html`${title}<p class="muted small">${say({
    en: `Read from --prometheus before, during and after the load: ${figure(samples)} readings${failedSamples === 0 ? "" : `, ${figure(failedSamples)} failed`}. They count everything that the server did in this time, requests of others and warm-up too.`,
    zh: `在负载之前、期间和之后从 --prometheus 读取：成功 ${figure(samples)} 次${failedSamples === 0 ? "" : `，失败 ${figure(failedSamples)} 次`}。统计的是服务在此期间的全部工作，包括其他用户的请求和预热。`,
  })}</p><div class="columns">${gaugeNames.length > 0 && gaugeTable(gaugeNames, gauges)}${counterNames.length > 0 && counterTable(counterNames, counters)}</div>${unknownLine(gauges, counters)}<div class="charts">${serverCharts(series)}</div>`;
}

function gaugeTable(names: readonly ServerGauge[], gauges: ServerReport["gauges"]): Markup {
  const head = [{ en: "State", zh: "状态" }, { en: "before", zh: "之前" }, { en: "mean", zh: "平均" }, { en: "highest", zh: "最高" }, { en: "after", zh: "之后" }];
  return html`<div>${plainTable(
    head,
    names.map((name) => {
      const { isShare } = GAUGES[name];
      const cell = (value: number | undefined): string => (isShare ? percent(value) : figure(value));
      const { before, mean, max, after }: Partial<GaugeReport> = gauges[name] ?? {};
      return [say(GAUGES[name]), cell(before), cell(mean), cell(max), cell(after)];
    }),
  )}</div>`;
}

function counterTable(names: readonly ServerCounter[], counters: ServerReport["counters"]): Markup {
  const rows = names.map((name) => [say(COUNTERS[name]), figure(counters[name])]);
  const share = (part: number | undefined, of: number | undefined): string | undefined => (part === undefined || of === undefined || of <= 0 ? undefined : percent(part / of));
  const derived: readonly (readonly [Words, string | undefined])[] = [
    [{ en: "Prefix cache hit rate of this load", zh: "本次负载的前缀缓存命中率" }, share(counters.prefixHits, counters.prefixQueries)],
    [{ en: "Guesses accepted", zh: "草稿接受率" }, share(counters.acceptedTokens, counters.draftTokens)],
  ];
  const shares = derived.flatMap(([words, value]) => (value === undefined ? [] : [[say(words), value]]));
  return html`<div>${plainTable([{ en: "Work", zh: "工作量" }, { en: "during this load", zh: "本次负载期间" }], [...rows, ...shares])}</div>`;
}

/** What a server does not tell is not 0. */
function unknownLine(gauges: ServerReport["gauges"], counters: ServerReport["counters"]): Markup | undefined {
  const hasHitRate = counters.prefixQueries !== undefined && counters.prefixHits !== undefined;
  const missing: readonly Words[] = [...entriesOf(GAUGES, hasHitRate ? { ...gauges, cacheHitRate: undefined } : gauges), ...entriesOf(COUNTERS, counters)].filter(({ en }) => !en.startsWith("..."));
  if (missing.length === 0) return undefined;
  return html`<p class="muted small">${say({ en: `Not known, since the server does not tell or was not reached: ${missing.map(({ en }) => en.toLowerCase().replace("kv ", "KV ")).join("; ")}.`, zh: `未知（服务未提供或未能读取）：${missing.map(({ zh }) => zh).join("；")}。` })}</p>`;
}

function entriesOf(words: Readonly<Record<string, Words>>, found: object): readonly Words[] {
  return Object.entries(words).flatMap(([name, named]) => (Object.hasOwn(found, name) ? [] : [named]));
}

function serverCharts(series: NonNullable<ServerReport["series"]>): Markup {
  const common = { xLabel: SECONDS, xKind: "time" as const, hasDots: false, isLow: true };
  const shares = (name: ServerGauge): readonly ChartPoint[] => pointsOf(series[name], (value) => value * 100, "%");
  return html`${lineChart({
    ...common,
    title: { en: "Requests in the server", zh: "服务端的请求" },
    hint: { en: "a growing queue means that the server has more to do than it can", zh: "排队持续增长说明负载超出服务能力" },
    yLabel: { en: "requests", zh: "请求数" },
    lines: [
      { name: { en: "worked on", zh: "处理中" }, color: 0, points: pointsOf(series.running, same, "") },
      { name: { en: "waiting", zh: "排队" }, color: 1, points: pointsOf(series.waiting, same, "") },
    ],
  })}${lineChart({
    ...common,
    title: { en: "Cache", zh: "缓存" },
    hint: { en: "with the KV cache full, requests wait or are put back", zh: "KV 缓存占满时请求会等待或被抢占" },
    yLabel: { en: "%", zh: "%" },
    lines: [
      { name: { en: "KV cache in use", zh: "KV 缓存占用" }, color: 3, points: shares("cacheUse") },
      { name: { en: "prefix cache hits", zh: "前缀缓存命中" }, color: 2, points: shares("cacheHitRate") },
    ],
  })}${lineChart({
    ...common,
    title: { en: "Tokens as the server counts them", zh: "服务端统计的 token" },
    yLabel: { en: "tok/s", zh: "tok/s" },
    lines: [
      { name: { en: "generated", zh: "生成" }, color: 0, points: ratesOf(series.generationTokens) },
      { name: { en: "prompts", zh: "输入" }, color: 2, isDashed: true, points: ratesOf(series.promptTokens) },
    ],
  })}`;
}

function gpuSection({ tool, devices }: GpuReport): Markup {
  const head = [{ en: "Device", zh: "设备" }, { en: "readings", zh: "读数" }, { en: "mean use", zh: "平均利用率" }, { en: "highest memory", zh: "最高显存" }, { en: "mean power", zh: "平均功率" }, { en: "highest temperature", zh: "最高温度" }];
  const unit = (value: number | undefined, name: string): string => (value === undefined ? "–" : `${fixed(value, 0)} ${name}`);
  return html`<h3>${say({ en: "Accelerators of this machine", zh: "本机加速卡" })}</h3><p class="muted small">${say({
    en: `As ${tool} told, every second, on the machine that sent the load: they are the server’s only where it runs on the same machine. – is not known.`,
    zh: `由压测客户端所在机器的 ${tool} 每秒读取；只有服务运行在同一台机器上时才是服务端的数据。– 表示未知。`,
  })}</p>${plainTable(
    head,
    devices.map(({ index, samples, meanUtilisation, maxMemoryMiB, meanPowerWatts, maxTemperature }) => [String(index), figure(samples), unit(meanUtilisation, "%"), unit(maxMemoryMiB, "MiB"), unit(meanPowerWatts, "W"), unit(maxTemperature, "°C")]),
  )}<div class="charts">${gpuChart({ en: "Use of the accelerators", zh: "加速卡利用率" }, "%", devices, (device) => device.series?.utilisation)}${gpuChart({ en: "Memory of the accelerators", zh: "加速卡显存" }, "MiB", devices, (device) => device.series?.memoryMiB)}</div>`;
}

const COLORS = [0, 1, 2, 3] as const;

/** A line a device; of more than four only the mean and the highest, which can still be told apart. */
function gpuChart(title: Words, unit: string, devices: readonly GpuDevice[], read: (device: GpuDevice) => TelemetrySeries | undefined): Markup {
  const series = devices.flatMap((device) => read(device) ?? []);
  const lines: readonly ChartLine[] =
    devices.length <= COLORS.length
      ? devices.map((device, place) => ({ name: { en: `device ${device.index}`, zh: `设备 ${device.index}` }, color: COLORS[place] ?? 0, points: pointsOf(read(device), same, unit) }))
      : [
          { name: { en: "mean of all", zh: "全部平均" }, color: 0, points: pointsOf(merged(series, (values) => values.reduce((sum, value) => sum + value, 0) / values.length), same, unit) },
          { name: { en: "highest of all", zh: "最高" }, color: 1, points: pointsOf(merged(series, (values) => Math.max(...values)), same, unit) },
        ];
  return lineChart({ title, yLabel: { en: unit, zh: unit }, xLabel: SECONDS, xKind: "time", hasDots: false, isLow: true, lines });
}

/** Devices are read together, so that readings at the same place are of the same moment. */
function merged(series: readonly TelemetrySeries[], join: (values: readonly number[]) => number): TelemetrySeries | undefined {
  const [first] = series;
  if (first === undefined) return undefined;
  const length = Math.min(...series.map(({ values }) => values.length));
  return { atMs: first.atMs.slice(0, length), values: Array.from({ length }, (_, place) => join(series.map(({ values }) => values[place] ?? 0))) };
}

function pointsOf(series: TelemetrySeries | undefined, convert: (value: number) => number, unit: string): readonly ChartPoint[] {
  return (series?.values ?? []).map((value, place) => {
    const x = (series?.atMs[place] ?? 0) / 1000;
    const y = convert(value);
    return { x, y, note: `${figure(x)} s: ${figure(y)}${unit === "" ? "" : ` ${unit}`}` };
  });
}

function same(value: number): number {
  return value;
}

/** Growth a second between readings; a counter that was set back leaves a gap. */
function ratesOf(series: TelemetrySeries | undefined): readonly ChartPoint[] {
  const { atMs = [], values = [] } = series ?? {};
  return values.flatMap((value, place) => {
    const [before, from, to] = [values[place - 1], atMs[place - 1], atMs[place]];
    if (before === undefined || from === undefined || to === undefined || to <= from || value < before) return [];
    const y = ((value - before) / (to - from)) * 1000;
    const x = (from + to) / 2000;
    return [{ x, y, note: `${figure(x)} s: ${figure(y)} tok/s` }];
  });
}
