import { expect, it } from "vitest";
import { javaTuples } from "./java-tuples.js";

it("brings the tuples that a source names, and nothing where it imports none", () => {
  expect(javaTuples("import java.util.*; class Pair {}")).toEqual({});
  const files = javaTuples("import org.javatuples.*;\nclass Problem { static Triplet<Long, Long, String> one() { return Triplet.with(1l, 2l, \"x\"); } }");
  expect(Object.keys(files)).toEqual(["org/javatuples/Tuple.java", "org/javatuples/Triplet.java"]);
  expect(files["org/javatuples/Triplet.java"]).toContain("public static <T0, T1, T2> Triplet<T0, T1, T2> with(T0 v0, T1 v1, T2 v2)");
  expect(files["org/javatuples/Triplet.java"]).toContain("public <X> Triplet<T0, X, T2> setAt1(X value) { return new Triplet<>(getValue0(), value, getValue2()); }");
});
