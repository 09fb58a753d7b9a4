import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plainProvider } from "./__fixtures__/plain-provider.js";
import { MissingModules } from "./missing-modules.js";

const PYTHON = "/usr/bin/python3";
let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "evalkit-modules-"));
  const files = {
    "works_here.py": "print('absent_here')",
    "raises_here.py": "raise RuntimeError('no')",
    "ends_here.py": "import os\nos.write(1, b'absent_here\\n')\nos._exit(3)",
    // The checker's interpreter is isolated; this one finds the modules above.
    "python.sh": `#!/bin/sh\nshift\nPYTHONPATH=${folder} exec ${PYTHON} "$@"\n`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  chmodSync(join(folder, "python.sh"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe.skipIf(!existsSync(PYTHON))("modules of Python (needs python3)", () => {
  it("are missing when they cannot be imported, whatever importing them does and prints", async () => {
    const modules = new MissingModules(plainProvider());
    const of = (...names: string[]) => modules.of(names, { python: [join(folder, "python.sh")], signal: AbortSignal.timeout(30_000) });
    expect(await of("works_here", "raises_here", "ends_here", "absent_here", "json")).toEqual(["raises_here", "ends_here", "absent_here"]);
    rmSync(join(folder, "works_here.py"));
    expect(await of("works_here", "no module; at all")).toEqual([]);
  });
});
