import { defineConfig } from "tsup";
import { library } from "../../tsup.shared.ts";

/** The QuickJS threads' entry stands beside the library's. */
export default defineConfig({ ...library([]), entry: { index: "src/index.ts", "quickjs-worker": "src/quickjs/quickjs-worker.ts" }, dts: { entry: { index: "src/index.ts" } } });
