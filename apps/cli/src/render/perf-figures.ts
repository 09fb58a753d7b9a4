/** Milliseconds, or seconds from ten of them up: `52.3 ms`, `12.1 s`. A dash for what is unknown. */
export function formatMs(value: number | undefined): string {
  if (value === undefined) return "-";
  if (value >= 10_000) return `${(value / 1000).toFixed(1)} s`;
  return value >= 100 ? `${value.toFixed(0)} ms` : `${value.toFixed(value >= 10 ? 1 : 2)} ms`;
}

/** A figure with three or four digits; a dash for what is unknown. */
export function formatFigure(value: number | undefined): string {
  if (value === undefined) return "-";
  const size = Math.abs(value);
  if (size >= 1000) return value.toFixed(0).replace(/\B(?=(?:\d{3}){1,8}$)/g, ",");
  return size >= 100 ? value.toFixed(1) : size >= 10 ? value.toFixed(2) : value.toFixed(3);
}

/** `99.5%`. */
export function formatShare(value: number | undefined): string {
  return value === undefined ? "-" : `${(value * 100).toFixed(value >= 0.9995 || value === 0 ? 0 : 1)}%`;
}
