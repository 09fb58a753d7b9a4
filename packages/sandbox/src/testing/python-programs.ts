import type { ContractProgram, SandboxPrograms } from "@evalkit/core/testing";

/** The contract's programs for the Python that `command` starts. */
export function pythonPrograms(command: readonly string[]): SandboxPrograms {
  const python = (source: string): ContractProgram => ({ command: [...command, "-S", "-c", source] });
  return {
    prints: python("import sys; sys.stdout.write('out'); sys.stderr.write('err'); sys.exit(3)"),
    copiesInput: python("import sys; sys.stdout.buffer.write(sys.stdin.buffer.read())"),
    writesResult: python("import os; os.write(3, b'kept')"),
    printsFile: python("print(open('data/input.txt', encoding='utf-8').read())"),
    makesFile: python("open('made.txt', 'w').write('made')"),
    makesLink: python("import os; os.symlink('/etc/hostname', 'link')"),
    loops: python("while True: pass"),
    waits: python("import time; time.sleep(1000)"),
    floods: python("import sys; sys.stdout.write('é' * 1000000)"),
  };
}

/** The same for the Python of a Linux system. */
export const PYTHON_PROGRAMS: SandboxPrograms = pythonPrograms(["/usr/bin/python3", "-I", "-B"]);
