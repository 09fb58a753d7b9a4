import { getHeapSpaceStatistics, setFlagsFromString } from "node:v8";

const CHECK_MS = 50;

/**
 * Keeps V8's young generation at about so many MiB. A run makes much garbage that dies young; left alone, V8 lets the nursery grow to
 * many times what is live, and kept at its first size, it spends more time on collecting. Node has no setting for it at run time,
 * so growth is switched off once the size is reached.
 */
export function limitNursery(limitMiB = 16): void {
  const timer = setInterval(() => {
    const nursery = getHeapSpaceStatistics().find(({ space_name: name }) => name === "new_space");
    if (nursery === undefined || nursery.space_size < limitMiB * 1024 * 1024) return;
    setFlagsFromString("--semi-space-growth-factor=1");
    clearInterval(timer);
  }, CHECK_MS);
  timer.unref();
}
