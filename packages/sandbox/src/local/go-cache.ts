import { chmod, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EvalkitError, type Sandbox, type SandboxProvider, SandboxUnavailableError } from "@evalkit/core";
import type { ToolchainsOptions } from "../toolchains.js";
import { findProgram } from "../which.js";
import { TOOLS_FOLDER, type ShownTools } from "./show-tools.js";

/** Packages that programs of a few functions import; the rest of the library is compiled when a program asks for it. */
const PACKAGES =
  "testing fmt os io bufio sort strings strconv math math/big math/bits math/cmplx math/rand errors regexp unicode unicode/utf8 bytes container/heap container/list container/ring crypto/md5 crypto/sha1 crypto/sha256 encoding/hex encoding/base64 encoding/json reflect sync sync/atomic time context hash/fnv text/tabwriter";

/** Of newer versions only. */
const NEWER = ["slices", "maps", "cmp", "iter", "math/rand/v2"];

/** CPU time for the library on a slow machine. */
const LIMITS = { cpuMs: 600_000, wallMs: 1_800_000, memoryBytes: 8 * 1024 ** 3, processes: 256, fileBytes: 1024 ** 3, outputBytes: 65_536 };

export interface GoCacheOptions {
  /** Folder of the provider on the host. */
  readonly folder: string;
  /** Whether sandboxes have a `/tmp` of their own, in which tools are shown; without, programs see the host's paths. */
  readonly hasOwnMounts: boolean;
  readonly shown: ShownTools;
  /** Opens a provider like the one that it is for, with a work folder of this size. */
  readonly openLike: (folderBytes: number) => Promise<SandboxProvider | undefined>;
}

/**
 * From version 1.20 on, Go brings no compiled library, and what a program imports would be compiled for each program again, in a work folder too small for it.
 * Where there is a Go: a place that sandboxes see and cannot write to, and how it is filled when Go is first asked for, in a sandbox of its own that sees no
 * answer of a model.
 */
export async function goCachePlace({ folder, hasOwnMounts, shown, openLike }: GoCacheOptions): Promise<Pick<ShownTools, "readable" | "tools"> & Pick<ToolchainsOptions, "prepare">> {
  const { readable, tools } = shown;
  if (shown.programs["go"] === undefined && (await findProgram("go")) === undefined) return { readable, tools };
  const outside = join(folder, "go-cache");
  await mkdir(outside);
  const inside = hasOwnMounts ? `${TOOLS_FOLDER}/go-cache` : outside;
  const go = async (command: readonly string[]): Promise<readonly string[]> => {
    const provider = await openLike(LIMITS.fileBytes);
    if (provider === undefined) return command;
    await using _closed = provider;
    return await withCompiledLibrary(command, { provider, outside, inside });
  };
  return { ...(hasOwnMounts ? { readable, tools: [...tools, [outside, inside]] } : { readable: [...readable, outside], tools }), prepare: { go } };
}

interface CompileOptions {
  readonly provider: SandboxProvider;
  readonly outside: string;
  readonly inside: string;
}

/** The command of a Go that finds its library compiled; as it was where Go brings it compiled, or where the compiler fails: then a trial says why. */
async function withCompiledLibrary(go: readonly string[], { provider, outside, inside }: CompileOptions): Promise<readonly string[]> {
  const settings = ["/usr/bin/env", "GOTOOLCHAIN=local", "GOPROXY=off", "GOENV=off", "GOFLAGS=-p=2", "GOMAXPROCS=2", "CGO_ENABLED=0"];
  const signal = AbortSignal.timeout(LIMITS.wallMs);
  try {
    await using sandbox = await provider.open({ signal, files: { "trial/program_test.go": TRIAL } });
    const archive = await inSandbox(sandbox, [...settings, ...go, "list", "-f", "{{.Target}}", "fmt"], signal);
    if (archive.trim() !== "") return go;
    await inSandbox(sandbox, [...settings, "/bin/sh", "-c", COMPILE, "sh", ...go], signal);
    await inSandbox(sandbox, ["/usr/bin/env", "python3", "-I", "-S", "-c", PACK], signal);
    await unpack(await sandbox.read("packed"), outside);
  } catch (error) {
    if (EvalkitError.is(error)) return go;
    throw error;
  }
  return [...settings, `GOCACHE=${inside}`, ...go];
}

const TRIAL = 'package trial_test\n\nimport (\n\t"fmt"\n\t"testing"\n)\n\nfunc TestTrial(t *testing.T) {\n\tfmt.Sprint(t)\n}\n';

/** Tests are linked with packages that no program names, so that one is built too. */
const COMPILE = `export GOCACHE="$PWD/cache" HOME="$PWD"; cd trial && "$@" build ${PACKAGES} && "$@" test -vet=off -c -o trial program_test.go && for name in ${NEWER.join(" ")}; do "$@" build $name 2>/dev/null; done; [ -x trial ]`;

/** Names, sizes and contents of the cache's files in one. */
const PACK = `import json, os
files = [(folder + "/" + name, os.path.getsize("cache/" + folder + "/" + name)) for folder in sorted(os.listdir("cache")) if len(folder) == 2 for name in sorted(os.listdir("cache/" + folder))]
with open("packed", "wb") as packed:
    packed.write(json.dumps(files).encode() + b"\\n")
    for path, _ in files:
        with open("cache/" + path, "rb") as file: packed.write(file.read())
`;

async function inSandbox(sandbox: Sandbox, command: readonly string[], signal: AbortSignal): Promise<string> {
  const outcome = await sandbox.run(command, { signal, limits: LIMITS });
  if (outcome.kind === "exited" && outcome.code === 0) return outcome.stdout;
  throw new SandboxUnavailableError(`Go's library could not be compiled: ${outcome.stderr.trim().slice(-300) || outcome.kind}`);
}

const CACHE_FILE = /^[0-9a-f]{2}\/[0-9a-f]{64}-[ad]$/;

async function unpack(packed: Uint8Array, folder: string): Promise<void> {
  let at = packed.indexOf(10) + 1;
  const files = JSON.parse(Buffer.from(packed.subarray(0, at)).toString("utf8")) as readonly (readonly [string, number])[];
  const folders = Array.from({ length: 256 }, (_, high) => join(folder, high.toString(16).padStart(2, "0")));
  for (const path of folders) await mkdir(path, { recursive: true });
  for (const [name, size] of files) {
    if (!CACHE_FILE.test(name)) throw new SandboxUnavailableError(`Go's cache holds a file that is none of its own: ${JSON.stringify(name.slice(0, 100))}`);
    await writeFile(join(folder, name), packed.subarray(at, at + size));
    await chmod(join(folder, name), 0o444); // Whatever our own mask is: programs have another user.
    at += size;
  }
  for (const path of [...folders, folder]) await chmod(path, 0o755);
}
