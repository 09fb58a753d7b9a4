import type { OutgoingRequest, RequestTarget } from "../transport/transport.js";
import { REQUEST, REQUEST_COLUMNS, type PhaseNumber, type RequestBatch } from "./protocol.js";

/** A request that waits in a worker for its time or its slot. */
export interface PendingRequest extends OutgoingRequest {
  readonly index: number;
  readonly phase: PhaseNumber;
  /** NaN in a closed loop. */
  readonly dueMs: number;
  readonly isStream: boolean;
  /** NaN: never. */
  readonly cancelAfterMs: number;
  readonly isConversation: boolean;
  readonly isFollowUp: boolean;
}

export function unpackRequests({ rows, bytes, targets }: RequestBatch): PendingRequest[] {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Array.from({ length: rows.length / REQUEST_COLUMNS }, (_, position) => {
    const column = (name: keyof typeof REQUEST): number => rows[position * REQUEST_COLUMNS + REQUEST[name]] ?? Number.NaN;
    const start = column("start");
    return {
      index: column("index"),
      phase: column("phase") as PhaseNumber,
      dueMs: column("dueMs"),
      target: targetAt(targets, column("target")),
      bytes: all.subarray(start, column("end")),
      bodyStart: column("bodyStart") - start,
      isStream: column("isStream") === 1,
      cancelAfterMs: column("cancelAfterMs"),
      isConversation: column("isConversation") === 1,
      isFollowUp: column("isFollowUp") === 1,
    };
  });
}

function targetAt(targets: readonly RequestTarget[], position: number): RequestTarget {
  const target = targets[position];
  if (target === undefined) throw new RangeError(`no target ${position} in a batch of ${targets.length}`);
  return target;
}
