import { inflateSync } from "node:zlib";
import { type CodeTests, isRecord } from "@evalkit/core";

/** One test as LiveCodeBench keeps it. */
interface LiveCase {
  readonly input: string;
  readonly output: string;
  readonly testtype?: string;
}

const MOST_BYTES = 512 * 1024 * 1024;

/** Tests of one problem as they stand in its row: JSON, or JSON as a pickled text, compressed, in base64. Throws an Error for other content. */
export function liveCases(text: string): readonly LiveCase[] {
  const trimmed = text.trim();
  if (trimmed === "") return [];
  const json = trimmed.startsWith("[") ? trimmed : unpickled(inflateSync(Buffer.from(trimmed, "base64"), { maxOutputLength: MOST_BYTES }));
  const parsed: unknown = JSON.parse(json);
  if (!Array.isArray(parsed)) throw new Error("the tests are no list");
  return parsed.map((item) => {
    if (!isRecord(item) || typeof item["input"] !== "string" || typeof item["output"] !== "string") throw new Error("a test has no input and output");
    const kind = item["testtype"];
    return { input: item["input"], output: item["output"], ...(typeof kind === "string" ? { testtype: kind } : {}) };
  });
}

/** The one text that a pickle of protocol 2 to 5 holds. Nothing of it is executed: any operation but that of a text is refused. */
export function unpickled(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  for (;;) {
    const operation = bytes[at];
    if (operation === 0x80) at += 2;
    else if (operation === 0x95) at += 9;
    else break;
  }
  const operation = bytes[at];
  const [header, size] = operation === 0x8c ? [2, view.getUint8(at + 1)] : operation === 0x58 ? [5, view.getUint32(at + 1, true)] : operation === 0x8d ? [9, Number(view.getBigUint64(at + 1, true))] : [0, 0];
  if (header === 0) throw new Error("the tests are a pickle of something else than a text");
  return new TextDecoder().decode(bytes.subarray(at + header, at + header + size));
}

/** What the checker runs: calls where the problem has a function, whole programs otherwise. Arguments stand one a line, as JSON. */
export function liveTests(cases: readonly LiveCase[], functionName: string | undefined): CodeTests {
  if (functionName === undefined) return { kind: "standard-input", cases: cases.map(({ input, output }) => ({ input, output })) };
  return {
    kind: "calls",
    cases: cases.map(({ input, output }) => ({
      arguments: input.split("\n").filter((line) => line.trim() !== "").map((line) => JSON.parse(line) as unknown),
      expected: JSON.parse(output) as unknown,
    })),
  };
}
