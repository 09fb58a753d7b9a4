/** How programs of a language are judged when tests and program are one file: where the file lies, how it is built and run, how it tells its end. */
export interface Language {
  /** Name under which a provider knows its toolchain. */
  readonly toolchain: string;
  readonly file: string;
  /** Further files that the toolchain wants. */
  readonly files?: Readonly<Record<string, string>>;
  /** Commands after the toolchain's own, in order; `{tool}` stands for it. The last one runs the tests. */
  readonly steps: readonly (readonly string[])[];
  /** Puts the end mark behind the tests: a statement that writes `mark` to file descriptor 3. */
  readonly ending: (source: string, mark: string) => string;
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

/** Languages whose tests stand in the program's file, as MultiPL-E writes them. Python, JavaScript and TypeScript have harnesses of their own. */
export const LANGUAGES: Readonly<Record<string, Language>> = {
  cpp: {
    toolchain: "cpp",
    file: "program.cpp",
    steps: [["{tool}", "-std=c++17", "-O1", "-o", "program", "program.cpp"], ["./program"]],
    ending: (source, mark) => `#include <unistd.h>\n${beforeLastBrace(source, `if (write(3, ${JSON.stringify(mark)}, ${mark.length}) < 0) return 1;`)}`,
  },
  java: {
    toolchain: "java",
    file: "Problem.java",
    steps: [["{tool}", "-Xshare:auto", "-ea", "Problem.java"]],
    ending: (source, mark) =>
      beforeLastBrace(source, `try (java.io.FileOutputStream evalkitEnd = new java.io.FileOutputStream("/proc/self/fd/3")) { evalkitEnd.write(${JSON.stringify(mark)}.getBytes()); } catch (java.io.IOException problem) { throw new RuntimeException(problem); }`, 1),
  },
  go: {
    toolchain: "go",
    file: "program_test.go",
    files: { "go.mod": "module program\n\ngo 1.18\n" },
    steps: [["{tool}", "test", "-vet=off", "./..."]],
    ending: (source, mark) => beforeLastBrace(withGoImport(source), `evalkitOs.NewFile(3, "end").WriteString(${JSON.stringify(mark)})`),
  },
  rust: {
    toolchain: "rust",
    file: "program.rs",
    steps: [["{tool}", "-O", "-A", "warnings", "-o", "program", "program.rs"], ["./program"]],
    ending: (source, mark) =>
      beforeLastBrace(source, `{ use std::io::Write; let mut end = std::fs::OpenOptions::new().write(true).open("/proc/self/fd/3").unwrap(); end.write_all(b${JSON.stringify(mark)}).unwrap(); }`),
  },
  bash: { toolchain: "shell", file: "program.sh", steps: [["{tool}", "program.sh"]], ending: (source, mark) => `${source}\nprintf '%s' '${mark}' >&3\n` },
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
