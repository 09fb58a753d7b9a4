// A SwanLab run without SwanLab: a loopback server stands in for it, so that this runs anywhere and every request can be seen.
// With a key in SWANLAB_API_KEY, leave `apiKey`, `apiHost` and the server out, and the run is at swanlab.cn.
import assert from "node:assert/strict";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { swanlab } from "@evalkit/swanlab";
import { startSwanlabServer } from "@evalkit/swanlab/testing";

const logDir = mkdtempSync(join(tmpdir(), "swanlog-"));
await using server = await startSwanlabServer({ apiKey: "example-key" });
const run = await swanlab.init({
  project: "examples",
  experimentName: "a first run",
  config: { model: "qwen2.5", temperature: 0 },
  tags: ["example"],
  apiKey: "example-key",
  apiHost: server.url,
  logDir,
});

for (let step = 0; step < 100; step += 1) run.log({ train: { loss: 1 / (step + 1), accuracy: step / 100 } });
run.log({
  answers: swanlab.table(["question", "answer"], [["What is 2 + 2?", "4"], ["Capital of Peru?", "Lima"]]),
  note: swanlab.text("All of them right.", { caption: "summary" }),
  scores: swanlab.echarts({ xAxis: { data: ["gsm8k", "mmlu"] }, yAxis: {}, series: [{ type: "bar", data: [0.9, 0.7] }] }),
});
run.print("done");
const report = await run.finish();

assert.deepEqual(report.posted, { scalars: 200, media: 3, lines: 1 });
assert.equal(report.syncCommand, undefined);
assert.equal(server.runs[0]?.scalars.length, 200);
console.log(`${report.posted.scalars} numbers at ${report.url}; the same in ${report.directory}`);

// A server that is away: the run goes on, and its end says how to send what it kept.
const lonely = await swanlab.init({ project: "examples", mode: "offline", logDir });
lonely.log({ loss: 0.5 });
console.log((await lonely.finish()).syncCommand);
