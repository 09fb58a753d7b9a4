import fc from "fast-check";
import { expect, test } from "vitest";
import { StepSet } from "./step-set.js";

test("it agrees with a plain set on any steps", () => {
  const steps = fc.oneof(
    fc.array(fc.nat(60)),
    fc.tuple(fc.nat(5), fc.integer({ min: 1, max: 9 }), fc.nat(40)).map(([start, stride, count]) => Array.from({ length: count }, (_, index) => start + index * stride)),
  );
  fc.assert(
    fc.property(fc.array(steps), fc.integer({ min: -1, max: 10 }), (lists, floor) => {
      const set = new StepSet(floor);
      const plain = new Set<number>();
      for (const step of lists.flat()) {
        expect(set.add(step)).toBe(step > floor && !plain.has(step));
        plain.add(step);
      }
    }),
    { numRuns: 300 },
  );
});

test("a hundred thousand irregular steps cost bounded memory, and late ones among the forgotten are refused", () => {
  const set = new StepSet();
  let step = 0;
  for (let index = 0; index < 250_000; index += 1) {
    step += 1 + (index % 3) * index;
    expect(set.add(step)).toBe(true);
  }
  expect(set.add(2)).toBe(false);
  expect(set.add(step)).toBe(false);
  expect(set.add(step + 1)).toBe(true);
});
