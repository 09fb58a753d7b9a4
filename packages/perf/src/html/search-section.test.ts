import { describe, expect, test } from "vitest";
import { facts, pointOf, reportOf } from "../results/__fixtures__/runs.js";
import { probe, search } from "../results/__fixtures__/searches.js";
import type { SearchReport } from "../search/search-report.js";
import { renderPerfReport } from "./perf-report.js";

/** Text of the page as a reader of one language sees it. */
function pageOf(searches: readonly SearchReport[], language: "en" | "zh" = "en"): string {
  const other = language === "en" ? "zh" : "en";
  const page = renderPerfReport(facts, [], { searches });
  return page.replaceAll(new RegExp(`<span class="${other}"[^>]*>[^<]*</span>`, "g"), "").replaceAll(/<[^>]+>/g, "|").replaceAll("&lt;", "<").replaceAll(/\|+/g, "|");
}

describe("the search on the page", () => {
  const bisected = [probe(16, "pass"), probe(32, "fail", { isCertain: false, requests: 600 }), probe(24, "fail"), probe(20, "pass", { isCertain: false, requests: 600 })];

  test("the answer, what bounds it, and every probe with load, figure, limit, result, how it was decided, and requests", () => {
    const page = pageOf([search(bisected, { best: 20 })]);
    expect(page).toContain("|20 requests at once keep p99 TTFT ≤ 200 ms.|");
    expect(page).toContain("The next load that was tried, 24, does not; one of the two was decided by the figure alone");
    expect(page).toContain("|p99 TTFT|≤ 200 ms|");
    expect(page).toContain("|1|16|160 ms|passed|certain|64| / 600|0 of 64 answers missed p99_ttft <= 200 ms|");
    expect(page).toContain("|2|32|320 ms|failed|by the figure|600|");
    expect(page).not.toMatch(/NaN|undefined|Infinity/);
  });

  test("in Chinese as well", () => {
    const page = pageOf([search(bisected, { best: 20 })], "zh");
    for (const words of ["20 个并发请求满足 p99 TTFT ≤ 200 ms。", "再往上尝试的负载 24 不满足", "通过", "未通过", "确定", "按数值"]) expect(page).toContain(words);
  });

  test.each<[string, SearchReport, RegExp]>([
    ["both borders are certain", search([probe(16, "pass"), probe(17, "fail")], { best: 16 }), /tried, 17, does not; both steps are certain/],
    ["the highest that was allowed", search([probe(64, "pass")], { best: 64 }), /the highest load that was allowed \(--sla-upper-bound 64\): the server may bear more/],
    ["none", search([probe(1, "fail")]), /No load that was tried keeps p99 TTFT ≤ 200 ms/],
    ["stopped before an answer", search([], { isInterrupted: true }), /Stopped before any load had passed/],
    ["stopped with an answer", search([probe(8, "pass")], { best: 8, isInterrupted: true }), /Stopped early; so far: 8 requests at once keep/],
    ["an unknown figure", search([probe(1, "fail", { figures: [{ metric: "tps", limit: { operator: ">=", value: 5 } }] })]), /\|output tok\/s\|≥ 5\|[^]*\|–\|failed/],
    ["an earlier run", search([probe(1, "pass", { isResumed: true }), probe(2, "fail")], { best: 1 }), /\(from the earlier run\)/],
    ["a best load", search([probe(4, "pass", { isCertain: false, figures: [{ metric: "rps", value: 31.5 }] }), probe(8, "fail", { figures: [{ metric: "rps" }] })], { goal: "max", target: "max rps", variable: "rate", best: 4 }), /4 requests a second are best for the highest requests\/s \(31\.5\)\.[^]*not usable/],
  ])("%s", (_, found, words) => {
    expect(pageOf([found])).toMatch(words);
  });

  test("loads lead to their details, and hostile text stays text", async () => {
    const { report } = await reportOf(0, 1, 20);
    const evil = `"><img src=x onerror=alert(1)>`;
    const page = renderPerfReport(facts, [{ ...report, point: { ...pointOf(0, 1, 20), label: evil } }], { searches: [search([probe(1, "fail", { label: evil, why: evil })], { target: evil })] });
    expect(page).toContain('<a href="#point-0" title="&quot;&gt;&lt;img');
    expect(page).not.toContain("<img");
  });

  test("secrets in reasons are taken out", () => {
    const page = renderPerfReport(facts, [], { searches: [search([probe(1, "fail", { why: "a request failed: key sk-told is wrong" })])], redact: (text) => text.replaceAll("sk-told", "***") });
    expect(page).not.toContain("sk-told");
  });
});
