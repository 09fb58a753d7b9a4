import type { CodeChecker, CodeVerdict, LanguageMissing, SandboxBackend, SandboxProvider } from "@evalkit/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createSandbox } from "../create-sandbox.js";
import { dockerCase } from "../testing/docker-case.js";
import { createCodeChecker } from "../verdict/code-checker.js";
import { FORGERIES, FORGERY_TASK, type Forgery } from "./forgeries.js";

const docker = await dockerCase();

/** A provider, or why there is none here. */
async function opened(backend: SandboxBackend): Promise<SandboxProvider | string> {
  if (backend === "docker") return docker.skips ?? (await docker.open());
  try {
    return await createSandbox({ backend });
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

const PLACES: readonly { readonly backend: SandboxBackend; readonly languages: readonly Forgery["language"][] }[] = [
  { backend: "bubblewrap", languages: ["python", "javascript"] },
  { backend: "landlock", languages: ["python", "javascript"] },
  { backend: "quickjs", languages: ["javascript"] },
  { backend: "docker", languages: docker.node.length === 0 ? ["python"] : ["python", "javascript"] },
];

for (const { backend, languages } of PLACES) {
  const provider = await opened(backend);
  describe.runIf(typeof provider !== "string")(`forgeries in ${backend}`, () => {
    let checker: CodeChecker;
    beforeAll(() => {
      if (typeof provider !== "string") checker = createCodeChecker({ provider, concurrency: 2 });
    });
    afterAll(async () => {
      if (typeof provider !== "string") await provider[Symbol.asyncDispose]();
    });

    const judge = (language: Forgery["language"], program: string): Promise<CodeVerdict | LanguageMissing> =>
      checker.check(
        { language, program, entryPoint: FORGERY_TASK.entryPoint, timeoutMs: 1000, tests: { kind: "assertions", source: FORGERY_TASK[language].tests } },
        AbortSignal.timeout(100_000),
      );

    it.each(languages)("do not change that a right program in %s passes", async (language) => {
      expect(await judge(language, FORGERY_TASK[language].solution)).toMatchObject({ outcome: "passed" });
    });

    it.concurrent.each(FORGERIES.filter(({ language }) => languages.includes(language)))("do not pass: $language, $name", async ({ language, program }) => {
      const verdict = await judge(language, program);
      expect(verdict.outcome, verdict.why).toMatch(/^(failed|timed-out|crashed)$/);
    });

    it.each(languages)("leave nothing behind: a right program in %s still passes", async (language) => {
      expect(await judge(language, FORGERY_TASK[language].solution)).toMatchObject({ outcome: "passed" });
    });
  });
  if (typeof provider === "string") it(`forgeries in ${backend}`, (context) => context.skip(provider));
}
