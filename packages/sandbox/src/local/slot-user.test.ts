import { describe, expect, it } from "vitest";
import { firstSlotUser } from "./slot-user.js";

describe("firstSlotUser", () => {
  it("lies far above every account where all numbers are mapped", () => {
    const user = firstSlotUser("         0          0 4294967295\n", 8);
    expect(user).toBeGreaterThanOrEqual(1_100_000_000);
    expect(user + 8).toBeLessThanOrEqual(1_900_000_000);
  });
  it("stays within the numbers of a container", () => {
    const user = firstSlotUser("0 100000 65536\n", 8);
    expect(user).toBeGreaterThanOrEqual(20_000);
    expect(user + 8).toBeLessThanOrEqual(65_536);
  });
  it("refuses where only root is mapped", () => {
    expect(() => firstSlotUser("0 1000 1\n", 2)).toThrow("ordinary user");
  });
});
