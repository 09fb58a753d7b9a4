import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { join } from "node:path";
import type { Canaries } from "../hostile/program.js";

const PLANTED = ["/usr/bin/evalkit-planted", "/etc/evalkit-planted", "/usr/lib/evalkit-planted", "/usr/bin/evalkit-env", "/root/evalkit-planted", "/dev/shm/evalkit-planted"];
const SHARED_MEMORY_KEY = 0x6576616c;
const GRACE_MS = 5000;

/** What lies on the host for hostile programs to touch, and how to see that none did. */
export interface Host extends AsyncDisposable {
  readonly canaries: Canaries;
  /** Rejects with an AssertionError that says what was harmed. */
  expectUnharmed(): Promise<void>;
  /** Rejects when a process of one of `users`, or with `marker` on its command line, does not end soon. */
  expectNoSurvivors(users: readonly number[], marker: string): Promise<void>;
}

/** Lays out canaries: a file for everyone to write, a port and a socket that count who comes, a process. */
export async function layOutCanaries(): Promise<Host> {
  // Not under /tmp, which sandboxes replace: what is left out of sight proves nothing.
  const folder = await mkdtemp("/var/tmp/evalkit-canary-");
  await chmod(folder, 0o777);
  const file = join(folder, "secret.txt");
  const secret = `canary-${crypto.randomUUID()}`;
  await writeFile(file, secret);
  await chmod(file, 0o666);
  let visits = 0;
  const abstractSocket = `evalkit-canary-${crypto.randomUUID()}`;
  const servers = await Promise.all([{ port: 0, host: "127.0.0.1" }, { path: `\0${abstractSocket}` }, { path: join(folder, "socket") }].map(async (place) => await listen(place, () => (visits += 1))));
  await chmod(join(folder, "socket"), 0o777);
  const canary = spawn("sleep", ["3600"], { stdio: "ignore", env: { PATH: "/usr/bin:/bin", EVALKIT_CANARY: secret } });
  const address = servers[0]?.address();
  assert.ok(typeof address === "object" && address !== null);
  const { port } = address;
  return {
    canaries: { file, folder, port, abstractSocket, secret },
    expectUnharmed: async () => {
      assert.equal(await readFile(file, "utf8"), secret, "the canary file was changed");
      assert.deepEqual((await readdir(folder)).toSorted(), ["secret.txt", "socket"], "files were planted");
      assert.equal(visits, 0, "the canary's port or socket was reached");
      assert.deepEqual([canary.exitCode, canary.signalCode], [null, null], "the canary process was ended");
      assert.doesNotMatch(await readFile("/proc/sysvipc/shm", "utf8").catch(() => ""), new RegExp(`\\b${SHARED_MEMORY_KEY}\\b`, "u"), "shared memory was left behind");
      for (const path of PLANTED) await assert.rejects(readFile(path), `${path} was planted`);
    },
    expectNoSurvivors: async (users, marker) => {
      const until = performance.now() + GRACE_MS;
      for (let left = await survivors(users, marker); left.length > 0; left = await survivors(users, marker)) {
        assert.ok(performance.now() < until, `processes survive: ${left.join(", ")}`);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    [Symbol.asyncDispose]: async () => {
      canary.kill("SIGKILL");
      for (const server of servers) server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function listen(place: { readonly port: number; readonly host: string } | { readonly path: string }, visited: () => void): Promise<Server> {
  const server = createServer((socket) => {
    visited();
    socket.destroy();
  }).listen(place);
  await once(server, "listening");
  server.unref();
  return server;
}

async function survivors(users: readonly number[], marker: string): Promise<readonly string[]> {
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/u.test(name) && name !== String(process.pid));
  const found = await Promise.all(
    processes.map(async (pid) => {
      try {
        const [command, status] = await Promise.all([readFile(`/proc/${pid}/cmdline`, "latin1"), readFile(`/proc/${pid}/status`, "latin1")]);
        const user = Number(/^Uid:\t(\d+)/mu.exec(status)?.[1]);
        const isZombie = /^State:\tZ/mu.test(status);
        return !isZombie && (users.includes(user) || command.includes(marker)) ? [`${pid} ${command.slice(0, 80)}`] : [];
      } catch {
        return [];
      }
    }),
  );
  return found.flat();
}
