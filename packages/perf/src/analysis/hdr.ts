/** Counts values in buckets that are 0.1 % wide, in memory that does not grow with their number. */
export interface Hdr {
  add(value: number, times: number): void;
  /** Value of the given rank, 1 the smallest, to 3 digits. */
  valueAtRank(rank: number): number;
  merge(other: Hdr): void;
  readonly count: number;
  /** Gives its memory back: it is not on the garbage-collected heap. */
  free(): void;
}

/** Makes empty histograms; all of one factory can be merged. */
export type HdrFactory = () => Hdr;

type Library = typeof import("./hdr-library.js");
type Histogram = ReturnType<Library["build"]>;

/** Whole units are thousandths: microseconds for milliseconds. */
const UNITS = 1000;
/** What a histogram can count in one step. */
const MAX_VALUE = Number.MAX_SAFE_INTEGER / UNITS / 4;
const DIGITS = 3;

class WasmHdr implements Hdr {
  readonly #histogram: Histogram;

  constructor(histogram: Histogram) {
    this.#histogram = histogram;
  }

  get count(): number {
    return this.#histogram.totalCount;
  }

  add(value: number, times: number): void {
    this.#histogram.recordValueWithCount(Math.round(Math.min(Math.max(value, 0), MAX_VALUE) * UNITS), times);
  }

  valueAtRank(rank: number): number {
    return this.#histogram.getValueAtPercentile((rank / this.count) * 100) / UNITS;
  }

  merge(other: Hdr): void {
    if (other instanceof WasmHdr) this.#histogram.add(other.#histogram);
  }

  free(): void {
    this.#histogram.destroy();
  }
}

/** Loads the histogram library and says how to make histograms: values from 0, counted in thousandths, 3 digits, growing as needed. */
export async function loadHdr(): Promise<HdrFactory> {
  const { build, initWebAssemblySync } = await import("./hdr-library.js");
  // Its other way asks whether it was given a Response, which makes Node load all of its fetch and HTTP/2: 14 MB.
  initWebAssemblySync();
  return () =>
    new WasmHdr(build({ bitBucketSize: 32, autoResize: true, lowestDiscernibleValue: 1, highestTrackableValue: 2 * 10 ** DIGITS, numberOfSignificantValueDigits: DIGITS, useWebAssembly: true }));
}
