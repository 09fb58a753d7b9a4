"""Makes the calls of verify-swanlab.mjs with SwanLab's own client: the same run, to the server in argv[1]."""

import sys

import swanlab

host, log_dir, end = sys.argv[1:4]
swanlab.login(api_key="verify-key", host=host)
run = swanlab.init(
    project="differential",
    experiment_name="same calls",
    description="one run",
    tags=["a", "b"],
    group="group-a",
    job_type="perf",
    config={"model": "m/x", "rate": 1e-7, "deep": {"list": [1, 2.5, "three", None, True]}, "text": "="},
    id="differential1",
    resume="allow",
    mode="online",
    log_dir=log_dir,
)
for step in range(250):
    run.log({"train/loss": 1 / (step + 1), "acc": step})
run.log({"Output Throughput (tok/s)": 12.5, "a/b/c": float("nan"), "flag": True, "number text": "2.5"}, step=300)
run.log({"late": 1}, step=10)
run.log({"after late": 1})
run.log({"acc": 7}, step=5)
run.log({"nested": {"x": 1, "y": {"z": 2}}, " ./trimmed/. ": 3, "钥匙": 4})
run.log({"note": swanlab.Text("hello", caption="first"), "page": swanlab.Html("<b>hi</b>")}, step=400)
run.log({"notes": [swanlab.Text("one", caption="1"), swanlab.Text("two", caption="2")]}, step=401)
table = swanlab.echarts.Table()
table.add(["name", "score"], [["a", 0.5], ["b", 1]])
run.log({"table": table}, step=402)
if end == "crashed":
    run.finish(state="crashed", error="it broke")
else:
    run.finish()
