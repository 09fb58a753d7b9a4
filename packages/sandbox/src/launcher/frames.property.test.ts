import fc from "fast-check";
import { expect, it } from "vitest";
import { encodeFrame, FrameReader } from "./frames.js";

it("reads frames as they were written, however they are cut", () => {
  const frame = fc.record({ kind: fc.constantFrom("o", "e", "x"), payload: fc.uint8Array({ maxLength: 300 }) });
  fc.assert(
    fc.property(fc.array(frame, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 20 }), (frames, sizes) => {
      const bytes = Buffer.concat(frames.map(({ kind, payload }) => encodeFrame(kind, payload)));
      const reader = new FrameReader();
      const read = [];
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = sizes[turn % sizes.length] ?? 1;
        read.push(...reader.push(bytes.subarray(at, at + size)));
        at += size;
      }
      expect(read.map(({ kind, payload }) => ({ kind, payload: Uint8Array.from(payload) }))).toEqual(frames);
    }),
  );
});
