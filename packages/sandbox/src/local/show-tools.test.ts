import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { showTools } from "./show-tools.js";

let home = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "evalkit-home-"));
  vi.stubEnv("HOME", home);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

function program(path: string): void {
  mkdirSync(dirname(join(home, path)), { recursive: true });
  writeFileSync(join(home, path), "");
  chmodSync(join(home, path), 0o755);
}

it("shows no toolchain where there is none", async () => {
  const { tools, programs } = await showTools(true, []);
  expect(Object.keys(programs)).toEqual(["javascript", "typescript"]);
  expect(tools.filter(([source]) => source.startsWith(home))).toEqual([]);
});

it("shows the stable Rust of rustup, and the newest Go of those in the home folder", async () => {
  for (const name of ["nightly-2026", "stable-x86_64", "1.80.0"]) program(`.rustup/toolchains/${name}/bin/rustc`);
  for (const version of ["go1.9", "go1.22.3", "go1.21"]) {
    program(`sdk/${version}/bin/go`);
    mkdirSync(join(home, "sdk", version, "pkg", "tool"), { recursive: true });
  }
  program("go/bin/go"); // A folder for packages may hold a program of this name; it is no toolchain.
  const { tools, programs } = await showTools(false, []);
  expect(tools).toContainEqual([join(home, ".rustup/toolchains/stable-x86_64"), "/tmp/.tools/rust"]);
  expect(tools).toContainEqual([join(home, "sdk/go1.22.3"), "/tmp/.tools/go"]);
  expect(programs).toMatchObject({ rust: "/tmp/.tools/rust/bin/rustc", go: "/tmp/.tools/go/bin/go" });
});
