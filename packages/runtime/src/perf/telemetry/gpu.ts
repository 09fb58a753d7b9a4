import { execFile } from "node:child_process";

/** Mean and highest of what the accelerators said during a point. */
export interface GpuReport {
  readonly tool: "nvidia-smi" | "npu-smi";
  readonly devices: readonly GpuDevice[];
}

export interface GpuDevice {
  readonly index: number;
  readonly samples: number;
  readonly meanUtilisation: number;
  readonly maxMemoryMiB: number;
  /** Absent where the device does not tell. */
  readonly meanPowerWatts?: number;
  readonly maxTemperature?: number;
}

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
  readonly #timer: NodeJS.Timeout;
  readonly #sums = new Map<number, { samples: number; utilisation: number; memory: number; power: number; powers: number; temperature: number | undefined }>();

  constructor(tool: GpuReport["tool"], read: () => Promise<readonly Reading[] | undefined>, first: readonly Reading[]) {
    this.#tool = tool;
    this.#add(first);
    this.#timer = setInterval(() => void read().then((found) => this.#add(found ?? [])), 1000);
    this.#timer.unref();
  }

  stop(): Promise<GpuReport> {
    clearInterval(this.#timer);
    const devices = [...this.#sums].map(([index, sums]) => ({
      index,
      samples: sums.samples,
      meanUtilisation: sums.utilisation / sums.samples,
      maxMemoryMiB: sums.memory,
      ...(sums.powers === 0 ? {} : { meanPowerWatts: sums.power / sums.powers }),
      ...(sums.temperature === undefined ? {} : { maxTemperature: sums.temperature }),
    }));
    return Promise.resolve({ tool: this.#tool, devices });
  }

  #add(found: readonly Reading[]): void {
    for (const { index, utilisation, memoryMiB, powerWatts, temperature } of found) {
      const sums = this.#sums.get(index) ?? { samples: 0, utilisation: 0, memory: 0, power: 0, powers: 0, temperature: undefined };
      sums.samples += 1;
      sums.utilisation += utilisation;
      sums.memory = Math.max(sums.memory, memoryMiB);
      if (powerWatts !== undefined) {
        sums.power += powerWatts;
        sums.powers += 1;
      }
      if (temperature !== undefined) sums.temperature = Math.max(sums.temperature ?? temperature, temperature);
      this.#sums.set(index, sums);
    }
  }
}
