import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

/** The load threads' entry stands beside the library's. */
export default defineConfig({ ...library([]), removeNodeProtocol: false, entry: { index: "src/index.ts", "perf-worker": "src/worker/perf-worker.ts" }, dts: { entry: { index: "src/index.ts" } } });
