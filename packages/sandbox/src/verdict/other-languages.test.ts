import type { CodeVerdict, LanguageMissing, SandboxProvider } from "@evalkit/core";
import { afterAll, describe, expect, it } from "vitest";
import { createSandbox } from "../create-sandbox.js";
import { createCodeChecker } from "./code-checker.js";

/** Program and tests as MultiPL-E has them: the tests close the function. */
const CASES: Readonly<Record<string, { readonly head: string; readonly right: string; readonly wrong: string; readonly early: string; readonly tests: string }>> = {
  bash: {
    head: "#!/bin/bash\nadd() {\n",
    right: "  echo $(($1 + $2))\n",
    wrong: "  echo 0\n",
    early: "  exit 0\n}\nexit 0\nother() {\n",
    tests: '}\n\ncandidate() {\n    add "$@"\n}\n\nset -e\nrun_test() {\n    [[ $(candidate "1" "2") = "3" ]]\n}\n\nrun_test\n',
  },
  cpp: {
    head: "#include <assert.h>\n#include <stdlib.h>\nlong add(long a, long b) {\n",
    right: "    return a + b;\n",
    wrong: "    return a - b;\n",
    early: "    exit(0);\n",
    tests: "}\nint main() {\n    auto candidate = add;\n    assert(candidate(1, 2) == (3));\n}\n",
  },
  java: {
    head: "import java.util.*;\nclass Problem {\n    public static long add(long a, long b) {\n",
    right: "        return a + b;\n",
    wrong: "        return a - b;\n",
    early: "        System.exit(0); return 0;\n",
    tests: "    }\n    public static void main(String[] args) {\n    assert(add(1l, 2l) == 3l);\n    }\n\n}\n",
  },
  go: {
    head: 'package add_test\n\nimport (\n    "testing"\n    "fmt"\n)\n\nfunc add(a int, b int) int {\n',
    right: "    return a + b\n",
    wrong: "    return a - b\n",
    early: '    panic(fmt.Sprint("no"))\n',
    tests: '}\n\nfunc TestAdd(t *testing.T) {\n  candidate := add\n\tif fmt.Sprintf("%v", candidate(1, 2)) != "3" {\n\t\tt.Errorf("wrong")\n\t}\n}\n',
  },
  rust: {
    head: "fn add(a: isize, b: isize) -> isize {\n",
    right: "    a + b\n",
    wrong: "    a - b\n",
    early: "    std::process::exit(0)\n",
    tests: "}\n\nfn main() {\n    let candidate = add;\n    assert_eq!(candidate(1, 2), 3);\n}\n",
  },
};

const TUPLES = `        return a + b;
    }
    public static Pair<Long, String> two(long a) {
        Triplet<Long, Long, Long> three = Triplet.with(a, 2l, 3l).setAt1(7l);
        if (three.getValue1() != 7l || three.getSize() != 3 || !three.toString().equals("[" + a + ", 7, 3]")) throw new IllegalStateException();
        return new Pair<>(three.getValue0(), "" + a);
`;

/** Compilers take seconds on a busy machine; shells do not. */
const isSlowWanted = process.env["EVALKIT_SLOW"] === "1";

const provider: SandboxProvider | undefined = await createSandbox({ backend: "auto" }).catch(() => undefined);
const checker = provider === undefined ? undefined : createCodeChecker({ provider, concurrency: 2 });

describe.skipIf(provider === undefined)("programs with their tests in one file (needs a sandbox; compilers with EVALKIT_SLOW=1)", () => {
  afterAll(async () => await provider?.[Symbol.asyncDispose]());

  const judge = async (language: string, program: string, source: string): Promise<CodeVerdict | LanguageMissing | undefined> =>
    checker?.check({ language, program, entryPoint: "add", tests: { kind: "assertions", source }, timeoutMs: 20_000 }, AbortSignal.timeout(200_000));

  it.each(Object.keys(CASES).filter((language) => isSlowWanted || language === "bash"))("%s: right passes; wrong and an early end do not", { timeout: 300_000 }, async (language) => {
    const { head, right, wrong, early, tests } = CASES[language]!;
    const verdict = await judge(language, head + right, tests);
    if (verdict?.outcome === "unavailable") {
      expect(verdict.why).toMatch(/toolchain/);
      return;
    }
    expect(verdict).toMatchObject({ outcome: "passed", mode: "shared" });
    expect(await judge(language, head + wrong, tests)).toMatchObject({ outcome: expect.stringMatching(/failed|crashed/) as string });
    expect(await judge(language, head + early, tests)).toMatchObject({ outcome: "failed" });
    if (language === "java") expect(await judge(language, head.replace("class", "import org.javatuples.*;\nclass") + TUPLES, tests.replace("add(1l, 2l) == 3l", 'two(4l).equals(Pair.with(4l, "4")) && two(4l).hashCode() == Pair.with(4l, "4").hashCode() && !two(4l).equals(two(5l))'))).toMatchObject({ outcome: "passed" });
    if (language !== "bash") expect(await judge(language, `${head}((((\n`, tests)).toMatchObject({ outcome: "failed" });
  });
});
