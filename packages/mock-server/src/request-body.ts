import type { IncomingMessage } from "node:http";

export type BodyResult =
  | { readonly kind: "json"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "too-large" }
  | { readonly kind: "malformed"; readonly message: string };

/** Reads and parses a JSON object; calls back once, not at all when the client goes away first. */
export function readBody(request: IncomingMessage, maxBytes: number, callback: (result: BodyResult) => void): void {
  const declared = Number(request.headers["content-length"] ?? 0);
  if (declared > maxBytes) {
    request.resume();
    callback({ kind: "too-large" });
    return;
  }
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  request.on("data", (chunk: Buffer) => {
    sizeBytes += chunk.length;
    if (sizeBytes <= maxBytes) chunks.push(chunk);
    else chunks.length = 0;
  });
  request.once("end", () => {
    if (sizeBytes > maxBytes) callback({ kind: "too-large" });
    else callback(parse(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)));
  });
}

function parse(body: Buffer): BodyResult {
  try {
    const value: unknown = JSON.parse(body.toString("utf8"));
    if (typeof value !== "object" || value === null || Array.isArray(value)) return { kind: "malformed", message: "The body is not a JSON object." };
    return { kind: "json", value: value as Readonly<Record<string, unknown>> };
  } catch {
    return { kind: "malformed", message: "The body is not valid JSON." };
  }
}
