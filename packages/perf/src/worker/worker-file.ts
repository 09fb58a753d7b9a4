/** How a thread is started: a file, or a short script that loads the sources. */
export interface WorkerFile {
  readonly file: URL | string;
  readonly isScript: boolean;
}

/** `perf-worker.js` beside the bundle this runs in; the TypeScript source when this runs from sources (tests). */
export function workerFile(here: string): WorkerFile {
  if (!here.endsWith(".ts")) return { file: new URL("./perf-worker.js", here), isScript: false };
  return { file: sourceLoader(new URL("./perf-worker.ts", here).href), isScript: true };
}

/** Sources import each other as `.js`: a hook of Node's resolver finds the `.ts` beside it, and packages of this workspace by their sources. */
function sourceLoader(entry: string): string {
  return `
const { enableCompileCache, registerHooks } = require("node:module");
enableCompileCache();
registerHooks({
  resolve(specifier, context, next) {
    const conditions = { ...context, conditions: ["@evalkit/source", ...context.conditions] };
    if (!specifier.startsWith(".") || !specifier.endsWith(".js") || !(context.parentURL ?? "").endsWith(".ts")) return next(specifier, conditions);
    return next(specifier.slice(0, -3) + ".ts", conditions);
  },
});
import(${JSON.stringify(entry)}).catch((error) => { setImmediate(() => { throw error; }); });
`;
}
