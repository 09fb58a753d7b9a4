// Part of verify-swanlab.mjs: logs until it is killed; says where, once enough stands in the file.
import { makeRun } from "./verify-swanlab/sync.mjs";

const run = await makeRun("killed", { logDir: process.argv[2] });
setTimeout(() => process.send(run.directory), 1000);
setInterval(() => run.log({ "train/loss": Math.random() }), 1);
