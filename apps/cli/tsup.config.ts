import { defineConfig } from "tsup";

/** The published bin carries everything it needs, so that installing it installs one package. */
export default defineConfig({
  // The load threads of `perf` start from a file of their own, beside the chunks.
  entry: { main: "src/main.ts", "perf-worker": "../../packages/perf/src/worker/perf-worker.ts", "quickjs-worker": "../../packages/sandbox/src/quickjs/quickjs-worker.ts" },
  format: ["esm"],
  // `node:sqlite` is no built-in without its prefix.
  removeNodeProtocol: false,
  target: "node22",
  clean: true,
  splitting: true,
  // Docker's client is optional and brings native modules: it is imported from where the user has installed it.
  noExternal: [/^(?!dockerode$)/],
  external: ["dockerode"],
  esbuildOptions(options) {
    // Straight from the sources of the workspace: no package has to be built first.
    options.conditions = ["@evalkit/source", "import", "module", "node"];
  },
  banner: {
    js: 'import { createRequire as __createRequire } from "node:module"; const require = (id) => __createRequire(import.meta.url)(id);',
  },
});
