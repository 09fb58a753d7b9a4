import { basedEqual } from "./based-numbers.js";
import { assignmentOf, resultOf, sameFunction, singleAssignments } from "./assignment.js";
import { type Closeness, expressionsEqual, infinity, proportional } from "./equal-expressions.js";
import { difference, type Expression, product } from "./expression.js";
import { componentsOf, sameLabels } from "./labels-and-components.js";
import { matrixRows } from "./matrices.js";
import { flipped, regionOf, regionsEqual } from "./region.js";
import { fromDecimal } from "../numeric/rational.js";
import { textsEqual } from "./texts.js";
import type { Unit } from "./units.js";
import type { Value } from "./value.js";
import type { Work } from "./work.js";

const MAX_UNORDERED = 60;

/** Compares answers of every kind. `step` tells how the last decisive comparison was made. */
export class Comparer {
  step = "structure";
  private readonly work: Work;
  private readonly closeness: Closeness;
  private readonly ignoreUnits: boolean;

  constructor(work: Work, closeness: Closeness, ignoreUnits: boolean) {
    this.work = work;
    this.closeness = closeness;
    this.ignoreUnits = ignoreUnits;
  }

  equal(left: Value, right: Value): boolean {
    if (left.key === right.key && left.kind === right.kind && left.kind !== "expression") return this.by("same-form", true);
    if (left.kind === "relation" && isCollection(right)) return this.relations(left, right) || this.lists(left, right);
    if (right.kind === "relation" && isCollection(left)) return this.relations(left, right) || this.lists(left, right);
    if (left.kind === "list" || right.kind === "list" || left.kind === "set" || right.kind === "set") return this.lists(left, right);
    if (left.kind === "relation" || right.kind === "relation") return this.relations(left, right);
    if (left.kind === "expression" && right.kind === "expression") return this.quantities(left, right);
    return this.structures(left, right);
  }

  private structures(left: Value, right: Value): boolean {
    if (left.kind === "tuple" && right.kind === "tuple") return this.tuples(left, right);
    if (left.kind === "tuple" || right.kind === "tuple") return this.vectors(left, right) || this.regions(left, right);
    if (this.regions(left, right)) return true;
    if (left.kind === "joined" && right.kind === "joined") return this.joined(left, right);
    if (left.kind === "builder" && right.kind === "builder") return this.equal(left.element, right.element) && this.equal(left.condition, right.condition);
    return this.by("text", textsEqual(left, right));
  }

  private by(step: string, equal: boolean): boolean {
    this.step = step;
    return equal;
  }

  private lists(left: Value, right: Value): boolean {
    if (sameLabels(left, right)) return this.by("labels", true);
    if (!(isFinite(left) && isFinite(right)) && this.regions(left, right)) return true;
    const one = itemsOf(left);
    const other = itemsOf(right);
    if (left.kind === "tuple" || right.kind === "tuple") return this.listAsTuple(left, right) || (one.length === other.length && this.unordered(one, other));
    if (one.length === 0 || other.length === 0) return this.by("structure", one.length === other.length || this.regions(left, right));
    if (one.length !== other.length) {
      const [single, more] = [distinct(one), distinct(other)];
      if (single.length === more.length) return this.unordered(single, more);
    }
    if (one.length === other.length && this.unordered(one, other)) return true;
    if (this.restated(left, right) || this.restated(right, left)) return this.by("restated", true);
    return (isWordy(left) && isWordy(right) && this.by("text", textsEqual(left, right)));
  }

  /** One value in several notations: `0.5 or 50%`. */
  private restated(single: Value, list: Value): boolean {
    return single.kind === "expression" && list.kind === "list" && list.joiner !== "and" && list.items.length < 5 && list.items.every((item) => item.kind !== "list" && this.equal(single, item));
  }

  /** `1, 3` for `(1, 3)`: the same items in the same order. */
  private listAsTuple(left: Value, right: Value): boolean {
    const [list, tuple] = left.kind === "tuple" ? [right, left] : [left, right];
    if (list.kind !== "list" || tuple.kind !== "tuple" || tuple.open !== "(" || tuple.close !== "(") return false;
    return list.items.length === tuple.items.length && this.by("list-as-tuple", list.items.every((item, index) => this.equal(item, tuple.items[index] ?? item)));
  }

  private unordered(left: readonly Value[], right: readonly Value[]): boolean {
    if (left.length > MAX_UNORDERED) return left.every((item, index) => this.equal(item, right[index] ?? item));
    const open = [...right];
    for (const item of left) {
      const exact = open.findIndex((candidate) => candidate.key === item.key);
      const found = exact >= 0 ? exact : open.findIndex((candidate) => this.equal(item, candidate));
      if (found < 0) return this.by("unordered", false);
      open.splice(found, 1);
    }
    return this.by("unordered", true);
  }

  private tuples(left: Value & { readonly kind: "tuple" }, right: Value & { readonly kind: "tuple" }): boolean {
    if (left.open !== right.open || left.close !== right.close || left.items.length !== right.items.length) return this.by("structure", false);
    return left.items.every((item, index) => this.equal(item, right.items[index] ?? item));
  }

  /** A row or column of a matrix, or a sum of unit vectors, for a tuple. */
  private vectors(left: Value, right: Value): boolean {
    const [tuple, other] = left.kind === "tuple" ? [left, right] : [right, left];
    if (tuple.kind !== "tuple" || other.kind !== "expression" || tuple.open !== "(" || tuple.close !== "(") return false;
    const components = componentsOf(other.expression, tuple.items.length);
    if (components !== undefined) return tuple.items.every((item, index) => item.kind === "expression" && this.expressions(item.expression, components[index] ?? item.expression));
    const rows = matrixRows(other.expression);
    if (rows === undefined || (rows.length > 1 && (rows[0]?.length ?? 0) > 1)) return false;
    const cells = rows.flat();
    return cells.length === tuple.items.length && tuple.items.every((item, index) => item.kind === "expression" && this.expressions(item.expression, cells[index] ?? item.expression));
  }

  private regions(left: Value, right: Value): boolean {
    const one = regionOf(left, this.work);
    const other = one === undefined ? undefined : regionOf(right, this.work);
    if (one === undefined || other === undefined) return false;
    return this.by("intervals", regionsEqual(one, other, (first, second) => this.expressions(first, second)));
  }

  private joined(left: Value & { readonly kind: "joined" }, right: Value & { readonly kind: "joined" }): boolean {
    if (left.operator !== right.operator || left.items.length !== right.items.length) return false;
    if (left.operator === "setminus") return left.items.every((item, index) => this.equal(item, right.items[index] ?? item));
    return this.unordered(left.items, right.items);
  }

  private relations(left: Value, right: Value): boolean {
    if (left.kind === "relation" && right.kind === "relation") return this.bothRelations(left, right);
    const [relation, other] = left.kind === "relation" ? [left, right] : [right, left];
    const assignment = assignmentOf(relation);
    if (assignment !== undefined) {
      if (this.equal(assignment.value, other)) return true;
      const single = other.kind === "list" ? singleAssignments(relation, assignment) : undefined;
      if (single !== undefined && this.equal(single, other)) return true;
      return assignment.approximate !== undefined && this.isRounded(assignment.value, assignment.approximate) && this.equal(assignment.approximate, other);
    }
    const exact = this.beforeApproximation(relation);
    if (exact !== undefined) return this.equal(exact, other);
    if (this.ratio(relation, other)) return true;
    return this.regions(left, right) || this.by("text", textsEqual(left, right));
  }

  /** `1/3 ≈ 0.333` states 1/3. */
  private beforeApproximation(value: Value): Value | undefined {
    return value.kind === "relation" && value.relations.length === 1 && value.relations[0] === "~=" ? value.sides[0] : undefined;
  }

  private isRounded(exact: Value, approximate: Value): boolean {
    if (exact.kind !== "expression" || approximate.kind !== "expression") return false;
    return exact.expression.kind === "symbol" || expressionsEqual(exact.expression, approximate.expression, this.work, { isRounding: true, relative: 0 }).equal;
  }

  private bothRelations(left: Value & { readonly kind: "relation" }, right: Value & { readonly kind: "relation" }): boolean {
    const one = assignmentOf(left);
    const other = assignmentOf(right);
    if (one !== undefined && other !== undefined && this.assignments(one, other)) return true;
    if (one !== undefined && other === undefined && this.equal(one.value, right)) return true;
    if (one === undefined && other !== undefined && this.equal(left, other.value)) return true;
    if (this.regions(left, right)) return true;
    if (this.sides(left, right) || this.proportions(left, right)) return true;
    if (left.relations.length !== 1 || right.relations.length !== 1) return this.by("structure", false);
    if (this.ratio(left, right)) return true;
    return this.multiples(left, right);
  }

  private assignments(left: NonNullable<ReturnType<typeof assignmentOf>>, right: NonNullable<ReturnType<typeof assignmentOf>>): boolean {
    const renamed = sameFunction(left, right);
    if (renamed !== undefined) return this.expressions(renamed[0], renamed[1]);
    const isSameName = isIndexed(left.name, right.name) || isIndexed(right.name, left.name) || isOrdinate(left.name, right.name) || isOrdinate(right.name, left.name) || left.name.key === right.name.key || (left.name.kind === "text") !== (right.name.kind === "text") || this.equal(left.name, right.name);
    return isSameName && this.equal(left.value, right.value);
  }

  /** `2 : 3 : 4` and `4 : 6 : 8`. */
  private proportions(left: Value & { readonly kind: "relation" }, right: Value & { readonly kind: "relation" }): boolean {
    const ones = termsOf(left);
    const others = termsOf(right);
    const [one] = ones;
    const [other] = others;
    if (one === undefined || other === undefined || ones.length !== others.length) return false;
    return ones.every((term, index) => index === 0 || this.expressions(product([term, other]), product([others[index] ?? term, one])));
  }

  private sides(left: Value & { readonly kind: "relation" }, right: Value & { readonly kind: "relation" }): boolean {
    if (left.relations.length !== right.relations.length) return false;
    const same = (sides: readonly Value[]): boolean => left.sides.every((side, index) => this.equal(side, sides[index] ?? side));
    if (left.relations.join() === right.relations.join() && same(right.sides)) return true;
    const turned = [...right.relations].reverse().map(flipped);
    return !left.relations.includes("in") && !left.relations.includes(":") && left.relations.join() === turned.join() && same([...right.sides].reverse());
  }

  private ratio(left: Value, right: Value): boolean {
    const one = quotientOf(left);
    const other = quotientOf(right) ?? (right.kind === "expression" ? right.expression : undefined);
    const first = one ?? (left.kind === "expression" ? left.expression : undefined);
    return (one !== undefined || quotientOf(right) !== undefined) && first !== undefined && other !== undefined && this.expressions(first, other);
  }

  /** One equation or inequality is a multiple of the other. */
  private multiples(left: Value & { readonly kind: "relation" }, right: Value & { readonly kind: "relation" }): boolean {
    const one = sidesDifference(left);
    const other = sidesDifference(right);
    const [relation] = left.relations;
    const [opposite] = right.relations;
    if (one === undefined || other === undefined || relation === undefined || opposite === undefined) return this.by("text", textsEqual(left, right));
    const factor = proportional(one, other, this.work);
    this.step = "equation";
    if (factor === undefined) return false;
    if (relation === "=" || relation === "!=") return relation === opposite;
    return factor === "positive" ? relation === opposite : relation === flipped(opposite);
  }

  private quantities(left: Value & { readonly kind: "expression" }, right: Value & { readonly kind: "expression" }): boolean {
    const { unit: one } = left;
    const { unit: other } = right;
    if (one === undefined || other === undefined || this.ignoreUnits) {
      return left.key === right.key && left.unit === right.unit ? this.by("same-form", true) : this.expressions(left.expression, right.expression);
    }
    if (one.dimension !== other.dimension) return this.by("unit", false);
    return this.expressions(inUnit(left.expression, one, other), inUnit(right.expression, other, one));
  }

  private expressions(left: Expression, right: Expression): boolean {
    const limit = infinity(left);
    if (limit !== undefined) return this.by("exact", limit === infinity(right));
    const rows = matrixRows(left);
    const others = matrixRows(right);
    if (rows !== undefined && others !== undefined) {
      if (rows.length !== others.length || rows[0]?.length !== others[0]?.length) return this.by("structure", false);
      return rows.every((row, index) => row.every((cell, column) => this.expressions(cell, others[index]?.[column] ?? cell)));
    }
    if (rows !== undefined || others !== undefined) return this.by("structure", false);
    const bases = basedEqual(left, right);
    if (bases !== undefined) return this.by("base", bases);
    const outcome = expressionsEqual(left, right, this.work, this.closeness);
    return this.by(outcome.step, outcome.equal);
  }

  /** As `equal`, for an output that states its result behind an equation: `m + n = 33`. */
  equalResult(output: Value, expected: Value): boolean {
    const result = resultOf(output);
    return result !== undefined && expected.kind !== "relation" && this.equal(result, expected);
  }
}

function isCollection(value: Value): boolean {
  return value.kind === "list" || value.kind === "set";
}

/** The terms of a proportion; none when the value is no proportion. */
function termsOf(value: Value & { readonly kind: "relation" }): readonly Expression[] {
  if (value.relations.length < 2 || value.relations.some((relation) => relation !== ":")) return [];
  return value.sides.flatMap((side) => (side.kind === "expression" ? [side.expression] : []));
}

/** `x_1` is one of the values of `x`. */
function isIndexed(name: Value, other: Value): boolean {
  return /^[a-z]\u0001$/.test(other.key) && name.key.startsWith(`${other.key}_\u0001`) && /_\u0001\d\u0001$/.test(name.key);
}

/** `y` stands for `f(x)`. */
function isOrdinate(name: Value, other: Value): boolean {
  return name.key === "y\u0001" && other.kind === "expression" && other.expression.kind === "call" && other.expression.name.startsWith("?");
}

function itemsOf(value: Value): readonly Value[] {
  return value.kind === "list" || value.kind === "set" ? value.items : [value];
}

/** Items that are not written alike. */
function distinct(items: readonly Value[]): readonly Value[] {
  return [...new Map(items.map((item) => [item.key, item])).values()];
}

function isFinite(value: Value): boolean {
  return value.kind === "set" || (value.kind === "list" && value.items.every((item) => item.kind !== "relation" && item.kind !== "joined"));
}

function isWordy(value: Value): boolean {
  return value.kind === "list" && value.items.some((item) => item.kind === "unread" || item.kind === "text");
}

function quotientOf(value: Value): Expression | undefined {
  if (value.kind !== "relation" || value.relations.length !== 1 || value.relations[0] !== ":") return undefined;
  const [top, bottom] = value.sides;
  return top?.kind === "expression" && bottom?.kind === "expression" ? { kind: "quotient", top: top.expression, bottom: bottom.expression } : undefined;
}

function sidesDifference(value: Value & { readonly kind: "relation" }): Expression | undefined {
  const [left, right] = value.sides;
  if (left?.kind !== "expression" || right?.kind !== "expression" || value.relations[0] === "in" || value.relations[0] === ":") return undefined;
  return difference(left.expression, right.expression);
}

/** The number in the smaller of two units of one dimension. */
function inUnit(expression: Expression, unit: Unit, other: Unit): Expression {
  if (unit.size <= other.size) return expression;
  const factor = fromDecimal(String(Math.round((unit.size / other.size) * 1e6)), "", -6);
  return factor === undefined ? expression : product([{ kind: "number", literal: { value: factor, decimals: undefined, significant: 1 } }, expression]);
}
