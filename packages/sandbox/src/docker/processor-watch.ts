import type Docker from "dockerode";

/** Less is not worth a question. */
const SHORTEST_WAIT_MS = 50;

/** CPU time in milliseconds that a container has used, or undefined where the engine does not tell. */
export async function usedCpuMs(container: Docker.Container): Promise<number | undefined> {
  try {
    const { cpu_stats: stats } = await container.stats({ stream: false, "one-shot": true });
    const nanoseconds: unknown = stats?.cpu_usage?.total_usage;
    return typeof nanoseconds === "number" ? nanoseconds / 1e6 : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Calls `end` once a container has used `limitMs` of CPU time from now on, with all of its processes. It has one processor, so that it is asked
 * no earlier than it can have used up what is left; a program that ends before costs one question. Without an answer nothing is done.
 */
export function watchProcessor({ container, limitMs, end }: { readonly container: Docker.Container; readonly limitMs: number; readonly end: () => void }): Disposable & { readonly usedMs: () => Promise<number | undefined> } {
  const before = usedCpuMs(container);
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  const usedMs = async (): Promise<number | undefined> => {
    const [start, now] = [await before, await usedCpuMs(container)];
    return start === undefined || now === undefined ? undefined : now - start;
  };
  const look = async (): Promise<void> => {
    const used = await usedMs();
    if (isOver || used === undefined) return;
    if (used >= limitMs) end();
    else wait(limitMs - used);
  };
  const wait = (ms: number): void => {
    timer = setTimeout(() => void look(), Math.max(SHORTEST_WAIT_MS, ms));
  };
  wait(limitMs);
  return {
    usedMs,
    [Symbol.dispose]: () => {
      isOver = true;
      clearTimeout(timer);
    },
  };
}
