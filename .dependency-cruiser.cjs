/** Who may import whom. The table stands in ARCHITECTURE.md; this file enforces it. */
const allowed = {
  core: [],
  scorers: ["core"],
  datasets: ["core"],
  openai: ["core"],
  "mock-server": ["core"],
  report: ["core"],
  benchmarks: ["core", "scorers", "datasets"],
  sandbox: ["core"],
  perf: ["core"],
  swanlab: ["core"],
  trackers: ["core"],
  runtime: ["core", "scorers", "datasets", "openai", "mock-server", "report", "benchmarks", "sandbox", "perf", "swanlab", "trackers"],
};
const tests = "(\\.test\\.ts|__fixtures__|/e2e/|\\.config\\.ts)";

const edges = Object.entries(allowed).map(([from, to]) => ({
  name: `${from}-imports`,
  comment: `${from} may import ${to.length === 0 ? "nothing of ours" : to.join(", ")}`,
  severity: "error",
  from: { path: `^packages/${from}/src`, pathNot: tests },
  to: { path: "^(packages|apps)/", pathNot: `^packages/(${[from, ...to].join("|")})/` },
}));

module.exports = {
  forbidden: [
    ...edges,
    {
      name: "cli-imports",
      comment: "the command line talks to the runtime, and to core for types and text helpers",
      severity: "error",
      from: { path: "^apps/cli/src", pathNot: tests },
      to: { path: "^packages/", pathNot: "^packages/(runtime|core)/" },
    },
    {
      name: "no-cycles",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-deep-imports",
      comment: "other packages are reached through their entry points",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/" },
      to: {
        path: "^packages/[^/]+/src/",
        pathNot: ["^packages/$2/", "^packages/[^/]+/src/index\\.ts$", "^packages/(core|swanlab)/src/testing/index\\.ts$", "^packages/benchmarks/src/[^/]+\\.ts$"],
      },
    },
    {
      name: "core-and-scorers-run-anywhere",
      comment: "no Node built-ins in core (its testing entry apart) and scorers",
      severity: "error",
      from: { path: "^packages/(core|scorers)/src", pathNot: ["^packages/core/src/testing", tests] },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-and-scorers-have-no-dependencies",
      severity: "error",
      from: { path: "^packages/(core|scorers)/src", pathNot: tests },
      to: { dependencyTypes: ["npm", "npm-dev", "npm-optional", "npm-peer"], pathNot: "^packages/" },
    },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.base.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { conditionNames: ["@evalkit/source", "import", "types", "default"], extensions: [".ts", ".js", ".mjs"] },
    exclude: { path: "(dist|generated)/" },
    doNotFollow: { path: "node_modules" },
  },
};
