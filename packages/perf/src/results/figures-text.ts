/** A number for people: about three digits that matter, whole ones whole, thousands apart; `–` for what is not known. */
export function figure(value: number | undefined, digits = 3): string {
  if (value === undefined || !Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const decimals = Number.isInteger(value) ? 0 : Math.min(4, Math.max(0, digits - 1 - Math.floor(Math.log10(size))));
  const fixed = value.toFixed(size >= 1000 ? 0 : decimals);
  const [whole = "", fraction] = fixed.split(".");
  const grouped = whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ",");
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** With a fixed number of decimals. */
export function fixed(value: number | undefined, decimals: number): string {
  return value === undefined || !Number.isFinite(value) ? "–" : value.toFixed(decimals);
}

/** A share of 1 as percent. */
export function percent(share: number | undefined, decimals = 1): string {
  return share === undefined ? "–" : `${(share * 100).toFixed(decimals)}%`;
}

/** Successful requests of those that the client did not give up; `–` for none. */
export function successRate({ ok, failed }: { readonly ok: number; readonly failed: number }): string {
  return ok + failed === 0 ? "–" : percent(ok / (ok + failed));
}

/** Milliseconds as the unit that reads best. */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return "–";
  if (ms < 1000) return `${figure(ms)} ms`;
  if (ms < 120_000) return `${figure(ms / 1000)} s`;
  const minutes = Math.floor(ms / 60_000);
  return minutes < 120 ? `${minutes} min ${Math.round((ms % 60_000) / 1000)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
