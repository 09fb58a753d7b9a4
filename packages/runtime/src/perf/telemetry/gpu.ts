import { execFile } from "node:child_process";
import type { GpuReport } from "@evalkit/perf";
import { SampleSeries } from "./sample-series.js";

interface Reading {
  readonly index: number;
  readonly utilisation: number;
  readonly memoryMiB: number;
  readonly powerWatts: number | undefined;
  readonly temperature: number | undefined;
}

const QUERY = ["--query-gpu=index,utilization.gpu,memory.used,power.draw,temperature.gpu", "--format=csv,noheader,nounits"];
const TIMEOUT_MS = 5000;

/** Readings of `nvidia-smi`'s CSV; `[N/A]` is unknown. */
export function parseNvidia(text: string): readonly Reading[] {
  return text.split("\n").flatMap((line) => {
    const [index, utilisation, memoryMiB, powerWatts, temperature] = line.split(",").map((field) => Number.parseFloat(field));
    const isWhole = index !== undefined && utilisation !== undefined && memoryMiB !== undefined && [index, utilisation, memoryMiB].every(Number.isFinite);
    return isWhole ? [{ index, utilisation, memoryMiB, powerWatts: known(powerWatts), temperature: known(temperature) }] : [];
  });
}

/** Readings of the table of `npu-smi info`: two lines a chip, of which the first has power and temperature, the second use and memory. */
export function parseNpu(text: string): readonly Reading[] {
  const rows = text.split("\n").filter((line) => /^\|\s*\d+\s/.test(line)).map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
  const readings: Reading[] = [];
  for (let place = 0; place + 1 < rows.length; place += 2) {
    const [powerWatts, temperature] = (rows[place]?.[2] ?? "").split(/\s+/).map(Number.parseFloat);
    const figures = (rows[place + 1]?.[2] ?? "").split(/\s+/);
    const utilisation = Number.parseFloat(figures[0] ?? "");
    const memory = [...(rows[place + 1]?.[2] ?? "").matchAll(/(\d+)\s*\/\s*\d+/g)].at(-1)?.[1];
    if (Number.isFinite(utilisation) && memory !== undefined) readings.push({ index: readings.length, utilisation, memoryMiB: Number(memory), powerWatts: known(powerWatts), temperature: known(temperature) });
  }
  return readings;
}

function known(value: number | undefined): number | undefined {
  return value !== undefined && Number.isFinite(value) ? value : undefined;
}

/** Asks the accelerators of this machine every second; undefined where there is no tool for it. The server may run elsewhere: it is this machine's accelerators. */
export async function watchGpus(): Promise<{ stop(): Promise<GpuReport> } | undefined> {
  for (const [tool, args, parse] of [["nvidia-smi", QUERY, parseNvidia], ["npu-smi", ["info"], parseNpu]] as const) {
    const first = await readings(tool, args, parse);
    if (first !== undefined && first.length > 0) return new GpuWatch(tool, () => readings(tool, args, parse), first);
  }
  return undefined;
}

function readings(tool: string, args: readonly string[], parse: (text: string) => readonly Reading[]): Promise<readonly Reading[] | undefined> {
  return new Promise((resolve) => {
    execFile(tool, [...args], { timeout: TIMEOUT_MS, maxBuffer: 1024 * 1024 }, (error, stdout) => resolve(error === null ? parse(stdout) : undefined));
  });
}

class GpuWatch {
  readonly #tool: GpuReport["tool"];
  readonly #startMs = performance.now();
  readonly #timer: NodeJS.Timeout;
  readonly #devices = new Map<number, DeviceSums>();

  constructor(tool: GpuReport["tool"], read: () => Promise<readonly Reading[] | undefined>, first: readonly Reading[]) {
    this.#tool = tool;
    this.#add(first);
    this.#timer = setInterval(() => void read().then((found) => this.#add(found ?? [])), 1000);
    this.#timer.unref();
  }

  stop(): Promise<GpuReport> {
    clearInterval(this.#timer);
    return Promise.resolve({ tool: this.#tool, devices: [...this.#devices].map(([index, sums]) => ({ index, ...sums.report() })) });
  }

  #add(found: readonly Reading[]): void {
    const atMs = performance.now() - this.#startMs;
    for (const reading of found) {
      const sums = this.#devices.get(reading.index) ?? new DeviceSums();
      this.#devices.set(reading.index, sums);
      sums.add(atMs, reading);
    }
  }
}

class DeviceSums {
  readonly #utilisation = new SampleSeries();
  readonly #memoryMiB = new SampleSeries();
  #samples = 0;
  #busy = 0;
  #maxMemoryMiB = 0;
  #power = { sum: 0, count: 0 };
  #temperature: number | undefined;

  add(atMs: number, { utilisation, memoryMiB, powerWatts, temperature }: Reading): void {
    this.#samples += 1;
    this.#busy += utilisation;
    this.#maxMemoryMiB = Math.max(this.#maxMemoryMiB, memoryMiB);
    this.#utilisation.add(atMs, utilisation);
    this.#memoryMiB.add(atMs, memoryMiB);
    if (powerWatts !== undefined) this.#power = { sum: this.#power.sum + powerWatts, count: this.#power.count + 1 };
    if (temperature !== undefined) this.#temperature = Math.max(this.#temperature ?? temperature, temperature);
  }

  report(): Omit<GpuReport["devices"][number], "index"> {
    return {
      samples: this.#samples,
      meanUtilisation: this.#busy / this.#samples,
      maxMemoryMiB: this.#maxMemoryMiB,
      ...(this.#power.count === 0 ? {} : { meanPowerWatts: this.#power.sum / this.#power.count }),
      ...(this.#temperature === undefined ? {} : { maxTemperature: this.#temperature }),
      series: { utilisation: this.#utilisation.report(), memoryMiB: this.#memoryMiB.report() },
    };
  }
}
