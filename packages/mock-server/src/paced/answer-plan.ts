/** How one request is answered, as its URL's query says: `?ttft=50&itl=10&tokens=100&chunk=1&role=1`. */
export interface AnswerPlan {
  /** Time to the first token, and between two of them. */
  readonly ttftMs: number;
  readonly itlMs: number;
  readonly tokens: number;
  /** Tokens in one event, and events in one write. */
  readonly tokensPerEvent: number;
  readonly eventsPerWrite: number;
}

const DEFAULTS: AnswerPlan = { ttftMs: 0, itlMs: 0, tokens: 16, tokensPerEvent: 1, eventsPerWrite: 1 };

/** Reads the plan from a path with a query; what is missing or no number stays as `defaults` has it. */
export function answerPlan(path: string, defaults: Partial<AnswerPlan> = {}): AnswerPlan {
  const base = { ...DEFAULTS, ...defaults };
  const at = path.indexOf("?");
  if (at < 0) return base;
  const query = new URLSearchParams(path.slice(at + 1));
  const number = (name: string, fallback: number, least: number): number => {
    const value = Number(query.get(name) ?? Number.NaN);
    return Number.isFinite(value) && value >= least ? value : fallback;
  };
  return {
    ttftMs: number("ttft", base.ttftMs, 0),
    itlMs: number("itl", base.itlMs, 0),
    tokens: Math.floor(number("tokens", base.tokens, 1)),
    tokensPerEvent: Math.floor(number("chunk", base.tokensPerEvent, 1)),
    eventsPerWrite: Math.floor(number("burst", base.eventsPerWrite, 1)),
  };
}
