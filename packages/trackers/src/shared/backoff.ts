const FIRST_MS = 500;
const LONGEST_MS = 30_000;

/** How long to wait before a further try: doubled each time, between half and the whole of it, and never less than the server asked for. */
export function backoffMs(attempt: number, { retryAfterMs = 0, random = Math.random }: { readonly retryAfterMs?: number; readonly random?: () => number } = {}): number {
  const whole = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(attempt, 16));
  return Math.max(whole * (0.5 + random() / 2), Math.min(retryAfterMs, 10 * LONGEST_MS));
}

/** The wait that a `Retry-After` header asks for: seconds or a date. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const seconds = /^\d{1,6}$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
}
