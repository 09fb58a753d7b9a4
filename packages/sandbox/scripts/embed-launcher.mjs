// Writes launcher/*.py into one string constant: `pnpm --filter @evalkit/sandbox run embed`.
import { readFile, writeFile } from "node:fs/promises";

const folder = new URL("../launcher/", import.meta.url);
const parts = await Promise.all(["confine.py", "programs.py", "pump.py", "runs.py", "serve.py"].map(async (name) => await readFile(new URL(name, folder), "utf8")));
const lines = ["// Written by scripts/embed-launcher.mjs from launcher/*.py; change those.", `export const LAUNCHER = ${JSON.stringify(parts.join("\n"))};`, ""];
await writeFile(new URL("../src/generated/launcher.ts", import.meta.url), lines.join("\n"));
