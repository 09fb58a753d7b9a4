import { PYTHON_PROGRAMS } from "../testing/python-programs.js";
import { sandboxContract } from "@evalkit/core/testing";
import { describe, it } from "vitest";
import { localCases } from "../testing/local-cases.js";

for (const { name, skips, open } of await localCases()) {
  describe.skipIf(skips !== undefined)(`${name}${skips === undefined ? "" : ` (${skips})`}`, () => {
    for (const { name: promise, run } of sandboxContract({ makeProvider: open, programs: PYTHON_PROGRAMS })) it(promise, run, 60_000);
  });
}
