/** Maps values of one axis to places on the page. */
export interface Scale {
  readonly place: (value: number) => number;
  readonly ticks: readonly number[];
}

export interface ScaleOptions {
  readonly low: number;
  readonly high: number;
  /** Places of `low` and `high`. */
  readonly from: number;
  readonly to: number;
  /** Ticks at most. @default 5 */
  readonly ticks?: number;
}

/** A linear axis with ticks at round values; reaches to the tick above `high`. */
export function linearScale({ low, high, from, to, ticks = 5 }: ScaleOptions): Scale {
  const span = high > low ? high - low : 1;
  const step = roundStep(span / ticks);
  const top = high > low ? Math.ceil(high / step - 1e-9) * step : low + span;
  const bottom = Math.floor(low / step + 1e-9) * step;
  const count = Math.round((top - bottom) / step);
  return {
    place: (value) => from + ((value - bottom) / (top - bottom)) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, position) => Number((bottom + position * step).toPrecision(12))),
  };
}

/** A linear axis that ends where the values end, for time. */
export function exactScale({ low, high, from, to, ticks = 8 }: ScaleOptions): Scale {
  const span = high > low ? high - low : 1;
  const step = roundStep(span / ticks);
  const first = Math.ceil(low / step - 1e-9);
  const count = Math.max(0, Math.floor((low + span) / step + 1e-9) - first);
  return {
    place: (value) => from + ((value - low) / span) * (to - from),
    ticks: Array.from({ length: count + 1 }, (_, position) => Number(((first + position) * step).toPrecision(12))),
  };
}

/** An axis with a tick at each value: by logarithm where they spread over more than eightfold, else linear. */
export function valueScale(values: readonly number[], from: number, to: number): Scale {
  const ticks = [...new Set(values)].toSorted((first, second) => first - second);
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  if (low === high) return { place: () => (from + to) / 2, ticks };
  const measure = low > 0 && high / low > 8 ? Math.log : (value: number) => value;
  return { place: (value) => from + ((measure(value) - measure(low)) / (measure(high) - measure(low))) * (to - from), ticks };
}

/** A tick's text: three digits, thousands as k and M. */
export function tickText(value: number): string {
  const size = Math.abs(value);
  if (size >= 1_000_000) return `${trimmed(value / 1_000_000)}M`;
  if (size >= 10_000) return `${trimmed(value / 1000)}k`;
  return trimmed(value);
}

function trimmed(value: number): string {
  return String(Number(value.toPrecision(4)));
}

function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const lead = step / power;
  return (lead <= 1 ? 1 : lead <= 2 ? 2 : lead <= 2.5 ? 2.5 : lead <= 5 ? 5 : 10) * power;
}
