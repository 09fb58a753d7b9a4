import type { PreparedRequest } from "../spec/request.js";
import type { RequestTarget } from "../transport/transport.js";
import { headOf } from "../transport/request-head.js";
import { REQUEST, REQUEST_COLUMNS, type PhaseNumber, type RequestBatch } from "./protocol.js";

/** A request with its place in the run. */
export interface ScheduledRequest {
  readonly request: PreparedRequest;
  readonly phase: PhaseNumber;
  /** By the schedule; undefined in a closed loop. */
  readonly dueMs: number | undefined;
  readonly isFollowUp: boolean;
}

/** Puts requests into one message: heads are written here, once, and a worker only hands bytes on. */
export function packRequests(items: readonly ScheduledRequest[]): RequestBatch {
  const rows = new Float64Array(items.length * REQUEST_COLUMNS);
  const targets = new Targets();
  const heads = items.map(({ request }) => headOf(request.url, request.headers, request.body.length));
  const sizes = items.map(({ request }, index) => (heads[index]?.length ?? 0) + request.body.length);
  const bytes = Buffer.allocUnsafeSlow(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  items.forEach((item, position) => {
    const { request } = item;
    const head = heads[position] ?? "";
    const bodyStart = start + head.length;
    bytes.write(head, start, "latin1");
    bytes.set(request.body, bodyStart);
    const row = position * REQUEST_COLUMNS;
    rows[row + REQUEST.index] = request.index;
    rows[row + REQUEST.phase] = item.phase;
    rows[row + REQUEST.dueMs] = item.dueMs ?? Number.NaN;
    rows[row + REQUEST.start] = start;
    rows[row + REQUEST.bodyStart] = bodyStart;
    rows[row + REQUEST.end] = bodyStart + request.body.length;
    rows[row + REQUEST.target] = targets.of(request);
    rows[row + REQUEST.isStream] = request.stream ? 1 : 0;
    rows[row + REQUEST.cancelAfterMs] = request.cancelAfterMs ?? Number.NaN;
    rows[row + REQUEST.isConversation] = request.conversation === undefined ? 0 : 1;
    rows[row + REQUEST.isFollowUp] = item.isFollowUp ? 1 : 0;
    start = bodyStart + request.body.length;
  });
  return { rows, bytes: bytes as Uint8Array<ArrayBuffer>, targets: targets.list };
}

/** Equal neighbours share one entry. */
class Targets {
  readonly list: RequestTarget[] = [];

  of({ url, headers }: PreparedRequest): number {
    const last = this.list.at(-1);
    if (last?.url !== url || last.headers !== headers) this.list.push({ url, headers });
    return this.list.length - 1;
  }
}
