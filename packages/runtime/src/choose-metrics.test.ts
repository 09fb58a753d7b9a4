import { accuracy, ConfigError, meanOf } from "@evalkit/core";
import { describe, expect, test } from "vitest";
import { chooseMetrics } from "./choose-metrics.js";

const METRICS = ["Rouge-L-R", "Rouge-L-F", "Rouge-1-R", "bleu-1", "bleu-2"].map((name) => meanOf(name));
const named = (...names: string[]) => names.map((name) => ({ name, options: {} }));
const chosen = (settings: Parameters<typeof chooseMetrics>[1]) => chooseMetrics({ id: "general_qa", metrics: METRICS }, settings).map(({ name }) => name);

describe("metric_list", () => {
  test("keeps what it names, in the benchmark's order", () => {
    expect(chosen({ metrics: named("bleu-2", "Rouge-L-F") })).toEqual(["Rouge-L-F", "bleu-2"]);
  });

  test("names families as EvalScope does", () => {
    expect(chosen({ metrics: named("BLEU") })).toEqual(["bleu-1", "bleu-2"]);
    expect(chosen({ metrics: named("Rouge") })).toEqual(["Rouge-L-R", "Rouge-L-F", "Rouge-1-R"]);
    expect(chosen({ metrics: named("rouge-l") })).toEqual(["Rouge-L-R", "Rouge-L-F"]);
  });

  test.each(["acc", "accuracy", "AverageAccuracy"])("%s is accuracy", (name) => {
    expect(chooseMetrics({ id: "mmlu", metrics: [accuracy] }, { metrics: named(name) })).toEqual([accuracy]);
  });

  test("takes EvalScope's options where they say what is done anyhow", () => {
    const taken = (id: string, options: Record<string, unknown>) => chooseMetrics({ id, metrics: [accuracy] }, { metrics: [{ name: "acc", options }] });
    expect(taken("gsm8k", { numeric: true })).toEqual([accuracy]);
    expect(taken("mmlu", { numeric: false })).toEqual([accuracy]);
    expect(taken("trivia_qa", { allow_inclusion: true })).toEqual([accuracy]);
    expect(() => taken("gsm8k", { numeric: false })).toThrow("gsm8k is always scored with numeric");
    expect(() => taken("mmlu", { numeric: true })).toThrow("mmlu is never scored with numeric");
    expect(() => taken("mmlu", { tolerance: 1 })).toThrow('acc has no option "tolerance"');
  });

  test("refuses what the benchmark does not measure, and options", () => {
    expect(() => chosen({ metrics: named("exact_match") })).toThrow("dataset_args.general_qa.metric_list: general_qa is not measured by exact_match.");
    expect(() => chosen({ metrics: [{ name: "bleu-1", options: { smooth: true } }] })).toThrow('bleu-1 has no option "smooth"');
  });
});

describe("primary_metric", () => {
  test("goes first", () => {
    expect(chosen({ primaryMetric: "bleu-1" })[0]).toBe("bleu-1");
    expect(chosen({ primaryMetric: "bleu-1" })).toHaveLength(5);
    expect(chosen({ metrics: named("bleu"), primaryMetric: "bleu-2" })).toEqual(["bleu-2", "bleu-1"]);
  });

  test("must be one that is measured", () => {
    expect(() => chosen({ primaryMetric: "nope" })).toThrow(ConfigError);
    expect(() => chosen({ metrics: named("bleu"), primaryMetric: "rouge" })).toThrow("not among its metric_list");
  });
});

test("without either all metrics stay as they are", () => {
  expect(chooseMetrics({ id: "general_qa", metrics: METRICS }, {})).toEqual(METRICS);
});
