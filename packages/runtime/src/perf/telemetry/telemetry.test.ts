import { createServer } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { parseNpu, parseNvidia } from "./gpu.js";
import { parseMetrics, ServerWatch } from "./prometheus.js";
import { SampleSeries } from "./sample-series.js";

test("Prometheus' text: series are summed, comments and broken lines passed over", () => {
  const text = `# HELP x y\nvllm:num_requests_running{model="a b}"} 3.0\nvllm:num_requests_running{model="c"} 2 1700000000\nplain 7\nbroken{ nonsense\nnan NaN\n`;
  expect([...parseMetrics(text)]).toEqual([["vllm:num_requests_running", { sum: 5, series: 2 }], ["plain", { sum: 7, series: 1 }]]);
});

test("a server's counters are differences, its gauges mean and maximum; what cannot be read is counted", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end(`vllm:generation_tokens_total ${asked * 100}\nvllm:num_requests_waiting ${asked}\nsglang:token_usage 0.5\n`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`;
  const watch = new ServerWatch(url, 60_000);
  const report = await watch.stop();
  server.closeAllConnections();
  server.close();
  expect(report.samples).toBe(2);
  expect(report.counters).toEqual({ generationTokens: 100 });
  expect(report.gauges["waiting"]).toEqual({ before: 1, mean: 1.5, max: 2, after: 2 });
  expect(report.gauges["cacheUse"]).toEqual({ before: 0.5, mean: 0.5, max: 0.5, after: 0.5 });
  expect(report.series?.generationTokens?.values).toEqual([0, 100]);
  expect(report.series?.waiting?.values).toEqual([1, 2]);
  expect(await new ServerWatch("http://127.0.0.1:9/metrics", 60_000).stop()).toEqual({ samples: 0, failedSamples: 2, counters: {}, gauges: {} });
});

test("shares of several engines are averaged; a counter that was set back, or of which a reading is missing, is not known", async () => {
  let asked = 0;
  const server = createServer((_, response) => {
    asked += 1;
    response.end(`vllm:kv_cache_usage_perc{engine="0"} 0.9\nvllm:kv_cache_usage_perc{engine="1"} 0.1\nvllm:prompt_tokens_total ${100 - asked}\n${asked > 1 ? "vllm:num_preemptions_total 3\n" : "vllm:generation_tokens_total 5\n"}`);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const report = await new ServerWatch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, 60_000).stop();
  server.closeAllConnections();
  server.close();
  expect(report.gauges).toEqual({ cacheUse: { before: 0.5, mean: 0.5, max: 0.5, after: 0.5 } });
  // A counter with labels appears with its first event.
  expect(report.counters).toEqual({ preemptions: 3 });
});

test("user info of the address is sent as a header, its query stays", async () => {
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url, request.headers.authorization);
    response.end("vllm:num_requests_running 1\n");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const report = await new ServerWatch(`http://user:pass%21@127.0.0.1:${(server.address() as AddressInfo).port}/metrics?a=b`, 60_000).stop();
  server.closeAllConnections();
  server.close();
  expect(report.failedSamples).toBe(0);
  expect(seen.slice(0, 2)).toEqual(["/metrics?a=b", `Basic ${Buffer.from("user:pass!").toString("base64")}`]);
});

test("a long load keeps at most 600 readings a figure, evenly spread", () => {
  const series = new SampleSeries();
  for (let reading = 0; reading < 5000; reading += 1) series.add(reading * 2000, reading);
  const { atMs, values } = series.report();
  expect(values.length).toBeLessThanOrEqual(600);
  expect(values.length).toBeGreaterThan(250);
  expect(new Set(values.slice(1).map((value, place) => value - (values[place] ?? 0)))).toEqual(new Set([16]));
  expect(atMs).toEqual(values.map((value) => value * 2000));
});

test("what the tools of accelerators print", () => {
  expect(parseNvidia("0, 87, 70123, 312.5, 64\n1, 3, 512, [N/A], 40\nNo devices were found\n")).toEqual([
    { index: 0, utilisation: 87, memoryMiB: 70_123, powerWatts: 312.5, temperature: 64 },
    { index: 1, utilisation: 3, memoryMiB: 512, powerWatts: undefined, temperature: 40 },
  ]);
  const table = `
+---------------------------+---------------+----------------------------------------------------+
| NPU   Name                | Health        | Power(W)    Temp(C)           Hugepages-Usage(page)|
| Chip                      | Bus-Id        | AICore(%)   Memory-Usage(MB)  HBM-Usage(MB)        |
+===========================+===============+====================================================+
| 0     910B3               | OK            | 93.5        45                0    / 0             |
| 0                         | 0000:C1:00.0  | 12          0    / 0          3161 / 65536         |
+===========================+===============+====================================================+
`;
  expect(parseNpu(table)).toEqual([{ index: 0, utilisation: 12, memoryMiB: 3161, powerWatts: 93.5, temperature: 45 }]);
});
