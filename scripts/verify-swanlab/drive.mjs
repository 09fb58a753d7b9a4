import { swanlab } from "../../packages/swanlab/dist/index.js";

/** The calls of drive.py, made with our client: the same run, to the server at `host`. */
export async function drive(host, logDir, end) {
  const run = await swanlab.init({
    project: "differential",
    experimentName: "same calls",
    description: "one run",
    tags: ["a", "b"],
    group: "group-a",
    jobType: "perf",
    config: { model: "m/x", rate: 1e-7, deep: { list: [1, 2.5, "three", null, true] }, text: "=" },
    id: "differential1",
    resume: "allow",
    mode: "online",
    apiKey: "verify-key",
    apiHost: host,
    logDir,
    environment: {},
  });
  for (let step = 0; step < 250; step += 1) run.log({ "train/loss": 1 / (step + 1), acc: step });
  run.log({ "Output Throughput (tok/s)": 12.5, "a/b/c": Number.NaN, flag: true, "number text": "2.5" }, { step: 300 });
  run.log({ late: 1 }, { step: 10 });
  run.log({ "after late": 1 });
  run.log({ acc: 7 }, { step: 5 });
  run.log({ nested: { x: 1, y: { z: 2 } }, " ./trimmed/. ": 3, 钥匙: 4 });
  run.log({ note: swanlab.text("hello", { caption: "first" }), page: swanlab.html("<b>hi</b>") }, { step: 400 });
  run.log({ notes: [swanlab.text("one", { caption: "1" }), swanlab.text("two", { caption: "2" })] }, { step: 401 });
  run.log({ table: swanlab.table(["name", "score"], [["a", 0.5], ["b", 1]]) }, { step: 402 });
  return end === "crashed" ? run.crash("it broke") : run.finish();
}
