/** One figure over time: `values[i]` was read at `atMs[i]`, milliseconds since the load was started. A long load is thinned evenly. */
export interface TelemetrySeries {
  readonly atMs: readonly number[];
  readonly values: readonly number[];
}

/** Figures of a server that are known by their meaning, whatever its metrics are called. */
export type ServerGauge = "running" | "waiting" | "cacheUse" | "cacheHitRate";
export type ServerCounter = "prefixQueries" | "prefixHits" | "promptTokens" | "generationTokens" | "preemptions" | "draftTokens" | "acceptedTokens";

/** A gauge around a load; shares are 0 to 1. */
export interface GaugeReport {
  /** Before the first request; absent where that reading failed. */
  readonly before?: number;
  readonly mean: number;
  readonly max: number;
  /** After the last request; absent where that reading failed. */
  readonly after?: number;
}

/** What the server's own metrics said around a load. What it does not tell is absent. */
export interface ServerReport {
  readonly samples: number;
  readonly failedSamples: number;
  /** What each counter grew by; absent where a reading failed or the counter was set back in between. */
  readonly counters: { readonly [Name in ServerCounter]?: number };
  readonly gauges: { readonly [Name in ServerGauge]?: GaugeReport };
  /** Gauges as read, counters as grown since the first reading. */
  readonly series?: { readonly [Name in ServerGauge | ServerCounter]?: TelemetrySeries };
}

/** What the accelerators of the client's machine said during a load. */
export interface GpuReport {
  readonly tool: "nvidia-smi" | "npu-smi";
  readonly devices: readonly GpuDevice[];
}

export interface GpuDevice {
  readonly index: number;
  readonly samples: number;
  /** Percent. */
  readonly meanUtilisation: number;
  readonly maxMemoryMiB: number;
  /** Absent where the device does not tell. */
  readonly meanPowerWatts?: number;
  /** Degrees Celsius; absent where the device does not tell. */
  readonly maxTemperature?: number;
  readonly series?: { readonly utilisation: TelemetrySeries; readonly memoryMiB: TelemetrySeries };
}
