/** `quickjs-worker.js` beside the bundle that this runs in; from sources (tests), a script that loads the TypeScript. */
export function workerFile(here: string): { readonly file: URL | string; readonly isScript: boolean } {
  if (!here.endsWith(".ts")) return { file: new URL("./quickjs-worker.js", here), isScript: false };
  return { file: sourceLoader(new URL("./quickjs-worker.ts", here).href), isScript: true };
}

/** Sources import each other as `.js`. */
function sourceLoader(entry: string): string {
  return `
require("node:module").registerHooks({
  resolve: (specifier, context, next) => next(specifier.startsWith(".") && (context.parentURL ?? "").endsWith(".ts") ? specifier.replace(/\\.js$/, ".ts") : specifier, context),
});
import(${JSON.stringify(entry)}).catch((error) => { setImmediate(() => { throw error; }); });
`;
}
