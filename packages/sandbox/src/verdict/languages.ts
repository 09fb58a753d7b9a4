import { javaTuples } from "./java-tuples.js";

/** How programs of a language are judged when tests and program are one file: where the file lies, how it is built and run, how it tells its end. */
export interface Language {
  /** Name under which a provider knows its toolchain. */
  readonly toolchain: string;
  readonly file: string;
  /** Further files that the whole source needs. */
  readonly files?: (source: string) => Readonly<Record<string, string>>;
  /** Commands after the toolchain's own, in order; `{tool}` stands for it. The last one runs the tests. */
  readonly steps: readonly (readonly string[])[];
  /** Puts the end mark behind the tests: a statement that writes `mark` to file descriptor 3. */
  readonly ending: (source: string, mark: string) => string;
  /** A program that passes its tests wherever the toolchain works. */
  readonly trial: { readonly program: string; readonly tests: string };
}

/** Inserts a statement before the last closing brace, the one of `main` in test files of this form. */
function beforeLastBrace(source: string, statement: string, skipped = 0): string {
  let at = source.length;
  for (let count = 0; count <= skipped; count += 1) {
    const found = source.lastIndexOf("}", at - 1);
    if (found === -1) return `${source}\n${statement}\n`;
    at = found;
  }
  return `${source.slice(0, at)}\n${statement}\n${source.slice(at)}`;
}

/** A machine of few threads, whatever the number of cores: short programs end sooner with it. */
const JAVA = ["-Xshare:auto", "-XX:+UseSerialGC", "-XX:ActiveProcessorCount=2"];

/** Languages whose tests stand in the program's file, as MultiPL-E writes them. Python, JavaScript and TypeScript have harnesses of their own. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  cpp: {
    toolchain: "cpp",
    file: "program.cpp",
    steps: [["{tool}", "-std=c++17", "-O1", "-o", "program", "program.cpp"], ["./program"]],
    ending: (source, mark) => `#include <unistd.h>\n${beforeLastBrace(source, `if (write(3, ${JSON.stringify(mark)}, ${mark.length}) < 0) return 1;`)}`,
    trial: { program: "#include <vector>\nint one() {\n  return std::vector<int>{1}[0];\n", tests: "}\nint main() {\n  if (one() != 1) return 1;\n}\n" },
  },
  java: {
    toolchain: "java",
    file: "Problem.java",
    files: javaTuples,
    steps: [
      ["{tool}", ...JAVA, "-XX:TieredStopAtLevel=1", "-m", "jdk.compiler/com.sun.tools.javac.Main", "-nowarn", "-proc:none", "-encoding", "UTF-8", "-d", ".", "Problem.java"],
      ["{tool}", ...JAVA, "-ea", "-cp", ".", "Problem"],
    ],
    ending: (source, mark) =>
      beforeLastBrace(source, `try (java.io.FileOutputStream evalkitEnd = new java.io.FileOutputStream("/proc/self/fd/3")) { evalkitEnd.write(${JSON.stringify(mark)}.getBytes()); } catch (java.io.IOException problem) { throw new RuntimeException(problem); }`, 1),
    trial: { program: "class Problem {\n    static long one() {\n        return 1;\n", tests: "    }\n    public static void main(String[] args) {\n        assert(one() == 1);\n    }\n}\n" },
  },
  go: {
    toolchain: "go",
    file: "program_test.go",
    // Without a go.mod the language is that of the toolchain, whatever its version.
    steps: [["{tool}", "test", "-vet=off", "-ldflags=-s -w", "-c", "-o", "program", "program_test.go"], ["./program"]],
    ending: (source, mark) => beforeLastBrace(withGoImport(source), `evalkitOs.NewFile(3, "end").WriteString(${JSON.stringify(mark)})`),
    trial: { program: 'package one_test\n\nimport "testing"\n\nfunc one() int {\n\treturn 1\n', tests: "}\n\nfunc TestOne(t *testing.T) {\n\tif one() != 1 {\n\t\tt.Errorf(\"wrong\")\n\t}\n}\n" },
  },
  rust: {
    toolchain: "rust",
    file: "program.rs",
    steps: [["{tool}", "--edition", "2021", "-O", "-A", "warnings", "-o", "program", "program.rs"], ["./program"]],
    ending: (source, mark) =>
      beforeLastBrace(source, `{ use std::io::Write; let mut end = std::fs::OpenOptions::new().write(true).open("/proc/self/fd/3").unwrap(); end.write_all(b${JSON.stringify(mark)}).unwrap(); }`),
    trial: { program: "fn one() -> isize {\n    1\n", tests: "}\n\nfn main() {\n    assert_eq!(one(), 1);\n}\n" },
  },
  bash: {
    toolchain: "shell",
    file: "program.sh",
    steps: [["{tool}", "program.sh"]],
    ending: (source, mark) => `${source}\nprintf '%s' '${mark}' >&3\n`,
    trial: { program: "one() {\n  echo 1\n", tests: "}\n[[ $(one) = 1 ]] || exit 1\n" },
  },
};

function withGoImport(source: string): string {
  return source.replace(/^package\s+\w+[^\n]*\n/m, (line) => `${line}\nimport evalkitOs "os"\n`);
}

/** Names by which benchmarks call a language. */
export const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  py: "python",
  python3: "python",
  js: "javascript",
  ts: "typescript",
  "c++": "cpp",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  golang: "go",
};
