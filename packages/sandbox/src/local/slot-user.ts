import { randomInt } from "node:crypto";
import { readFile } from "node:fs/promises";
import { SandboxUnavailableError } from "@evalkit/core";

/** Numbers above every account that tools hand out. */
const LOWEST = 1_100_000_000;
const HIGHEST = 1_900_000_000;
/** Containers may have 65536 numbers only; the upper ones are seldom taken. */
const LOWEST_OF_FEW = 20_000;

/**
 * First of `count` numbers for users that nobody else has: a fresh place each time, so that two runs on one machine do not share them.
 * `map` is the text of `/proc/self/uid_map`.
 */
export function firstSlotUser(map: string, count: number): number {
  for (const line of map.split("\n")) {
    const [first = Number.NaN, , length = Number.NaN] = line.trim().split(/\s+/u).map(Number);
    const low = Math.max(first, first + length > HIGHEST ? LOWEST : LOWEST_OF_FEW);
    const high = Math.min(first + length, HIGHEST) - count;
    if (high > low) return randomInt(low, high);
  }
  throw new SandboxUnavailableError("the user numbers of this container leave none for programs under test; run evalkit as an ordinary user");
}

/** The map of user numbers of this process. */
export async function userMap(): Promise<string> {
  return await readFile("/proc/self/uid_map", "utf8").catch(() => "0 0 4294967295");
}
