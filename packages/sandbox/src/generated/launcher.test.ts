import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";
import { LAUNCHER } from "./launcher.js";

it("is what the launcher's sources say; otherwise run `pnpm --filter @evalkit/sandbox run embed`", async () => {
  const parts = await Promise.all(["confine.py", "programs.py", "pump.py", "runs.py", "serve.py"].map(async (name) => await readFile(new URL(`../../launcher/${name}`, import.meta.url), "utf8")));
  expect(LAUNCHER).toBe(parts.join("\n"));
});
