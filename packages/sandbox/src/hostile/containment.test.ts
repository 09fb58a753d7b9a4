import type { SandboxLimits, SandboxProvider } from "@evalkit/core";
import { afterAll, beforeAll, describe, it } from "vitest";
import { layOutCanaries, type Host } from "../testing/canaries.js";
import { expectHeld, HOSTILE_LIMITS } from "../testing/hostile-suite.js";
import { dockerCase } from "../testing/docker-case.js";
import { localCases } from "../testing/local-cases.js";
import { JAVASCRIPT } from "./javascript.js";
import { PYTHON_EXHAUSTING } from "./python-exhaustion.js";
import { PYTHON_FOR_POWER } from "./python-power.js";
import { PYTHON_ON_HOST } from "./python-host.js";

const SECRET_NAME = "EVALKIT_CANARY";
const PYTHON = ["/usr/bin/python3", "-I", "-S", "-B"];

type Start = (source: string) => { readonly command: readonly string[]; readonly files?: Readonly<Record<string, string>> };

/** A source as an argument, for which landlock's warm interpreter stands in; and as a file. */
const asArgument = (python: readonly string[]): Start => (source) => ({ command: [...python, "-c", source] });
const asFile = (python: readonly string[]): Start => (source) => ({ command: [...python, "program.py"], files: { "program.py": source } });

interface Place {
  readonly name: string;
  readonly skips?: string;
  readonly open: (limits: SandboxLimits, workers: number) => Promise<SandboxProvider & { readonly users?: readonly number[] }>;
  readonly start: Start;
}

const python = [...PYTHON_ON_HOST, ...PYTHON_FOR_POWER, ...PYTHON_EXHAUSTING];

function suite({ name, skips, open, start }: Place): void {
  describe.skipIf(skips !== undefined)(`${name}${skips === undefined ? "" : ` (${skips})`}`, () => {
    let host: Host;
    let provider: Awaited<ReturnType<Place["open"]>>;
    let users: readonly number[] = [];
    let node: readonly string[] = [];
    const nodeFile: Start = (source) => ({ command: [...node, "program.cjs"], files: { "program.cjs": source } });
    beforeAll(async () => {
      host = await layOutCanaries();
      process.env[SECRET_NAME] = host.canaries.secret;
      provider = await open(HOSTILE_LIMITS, 1);
      users = provider.users ?? [];
      node = (await provider.toolchain("javascript")) ?? [];
    });
    afterAll(async () => {
      delete process.env[SECRET_NAME];
      await provider[Symbol.asyncDispose]();
      await host[Symbol.asyncDispose]();
    });
    for (const program of python) it(`python ${program.name}`, async () => await expectHeld({ host, provider, program, start, users, comment: "#" }), 60_000);
    for (const program of JAVASCRIPT) it(`javascript ${program.name}`, async () => await expectHeld({ host, provider, program, start: nodeFile, users, comment: "//" }), 60_000);
  });
}

// The forms that a machine takes by default; the weaker ones, minutes more, are tried with EVALKIT_SLOW=1.
const isThorough = process.env["EVALKIT_SLOW"] === "1";
for (const form of await localCases()) {
  if (isThorough || form.namespaces === "user") suite({ ...form, open: form.openWarm, start: (form.backend === "landlock" && form.namespaces === "user" ? asArgument : asFile)(PYTHON) });
}
const docker = await dockerCase();
suite({ ...docker, name: "docker", start: asFile([...docker.python, "-S"]) });
