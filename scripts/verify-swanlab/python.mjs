import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Runs a program to its end and returns what it printed; throws with its output when it fails. */
export function run(program, parameters, { cwd, env, timeoutMs = 120_000 }) {
  return new Promise((resolve, reject) => {
    execFile(program, parameters, { cwd, env, timeout: timeoutMs, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout);
      else reject(new Error(`${program} ${parameters.join(" ")}: ${error.message}\n${stdout}\n${stderr}`));
    });
  });
}

export function scriptPath(name) {
  return fileURLToPath(new URL(name, import.meta.url));
}

/** An environment in which SwanLab finds nothing of the user's. */
export function cleanEnvironment(folder) {
  const kept = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/swanlab|_proxy$/i.test(name)));
  return { ...kept, HOME: folder, SWANLAB_ROOT: `${folder}/root`, SWANLAB_API_KEY: "verify-key", NO_COLOR: "1" };
}
