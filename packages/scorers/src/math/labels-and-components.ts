import { type Expression, freeSymbols, integer, substitute } from "./expression.js";
import type { Value } from "./value.js";

const LABELS = /^(?:(?:[A-H]|textcircled \d{1,2})\u0001?){2,8}$/;

/** Whether a run of labels and a list name the same ones: `ACD` for `A, C, D`, and `①③` for `①、③`. */
export function sameLabels(left: Value, right: Value): boolean {
  const [list, run] = left.kind === "list" ? [left, right] : [right, left];
  if (list.kind !== "list" || (run.kind !== "text" && run.kind !== "expression") || !LABELS.test(run.key)) return false;
  const labels = run.key.match(/textcircled \d+|[A-H]/g) ?? [];
  return labels.length === list.items.length && list.items.map(({ key }) => key.replaceAll("\u0001", "")).sort().join() === [...labels].sort().join();
}

const UNIT_VECTORS = ["vec i", "vec j", "vec k"] as const;

/** The components of `2\mathbf{i} + 3\mathbf{j}` in so many dimensions. */
export function componentsOf(expression: Expression, dimensions: number): readonly Expression[] | undefined {
  const names = [...freeSymbols(expression)].filter((name) => name.startsWith("vec "));
  if (names.length === 0 || dimensions > 3 || !names.every((name) => UNIT_VECTORS.slice(0, dimensions).some((unit) => unit === name))) return undefined;
  return UNIT_VECTORS.slice(0, dimensions).map((axis) => UNIT_VECTORS.reduce((rest, name) => substitute(rest, name, integer(name === axis ? 1n : 0n)), expression));
}
