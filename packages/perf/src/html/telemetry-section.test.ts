import { expect, test } from "vitest";
import { gpus, server } from "../results/__fixtures__/searches.js";
import { telemetrySection } from "./telemetry-section.js";

function textOf(...given: Parameters<typeof telemetrySection>): string {
  return telemetrySection(...given).text.replaceAll(/<span class="zh"[^>]*>[^<]*<\/span>/g, "").replaceAll(/<text class="zh[^>]*>[^<]*<\/text>/g, "").replaceAll(/<[^>]+>/g, "|").replaceAll(/\|[|\s]*/g, "|");
}

test("the server's gauges before, during and after; its counters, and what follows from them", () => {
  const text = textOf(server, undefined);
  expect(text).toContain("|Requests it works on|0|6.50|10|1|");
  expect(text).toContain("|KV cache in use|–|40.0%|95.0%|90.0%|");
  expect(text).toContain("|Generated tokens|12,000|");
  expect(text).toContain("|Prefix cache hit rate of this load|25.0%|");
  expect(text).toContain("3 readings, 1 failed");
  // 8000 tokens in the last two seconds are the top of the axis.
  expect(text).toMatch(/\|Tokens as the server counts them\|0\|1000\|2000\|3000\|4000\|/);
});

test("what the server does not tell is named as unknown, not as 0", () => {
  const text = textOf(server, undefined);
  expect(text).toMatch(/Not known[^|]*requests waiting in its queue; requests put back/);
  expect(text).not.toMatch(/Requests waiting in its queue\|0/);
});

test("metrics that were never read say so and draw nothing", () => {
  const section = telemetrySection({ samples: 0, failedSamples: 4, counters: {}, gauges: {} }, undefined).text;
  expect(section).toContain("They could not be read: 4 attempts failed.");
  expect(section).not.toMatch(/<svg|<table/);
  expect(telemetrySection(undefined, undefined).text).toBe("");
});

test("accelerators: a row each, dashes for what they do not tell; a line each up to four, then mean and highest", () => {
  const two = textOf(undefined, gpus(2));
  expect(two).toContain("|0|3|80 %|40000 MiB|300 W|–|");
  expect(two).toContain("|1|3|81 %|40000 MiB|–|–|");
  expect(two).toContain("|device 1|");
  const eight = telemetrySection(undefined, gpus(8)).text;
  expect(eight.match(/class="line/g)).toHaveLength(4);
  expect(eight).toContain("highest of all");
  expect(eight).not.toMatch(/NaN|undefined/);
});

test("results of an earlier version have no series", () => {
  const { series: _, ...old } = server;
  expect(textOf(old, { tool: "npu-smi", devices: [{ index: 0, samples: 1, meanUtilisation: 3, maxMemoryMiB: 5 }] })).not.toMatch(/NaN|undefined/);
});
