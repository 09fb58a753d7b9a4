import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { failed, streamed } from "../analysis/__fixtures__/records.js";
import { summarize } from "../analysis/summarize.js";
import { closedLoop, facts, outcome, pointOf, reportOf } from "../results/__fixtures__/runs.js";
import { gpus, probe, search, server } from "../results/__fixtures__/searches.js";
import type { PointReport } from "../results/run-facts.js";
import { renderPerfReport, writePerfReport } from "./perf-report.js";
import { pageScript } from "./script.js";
import { pageStyle } from "./style.js";

const browserPath = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => existsSync(path));
const evil = `</script><script>window.harmed=1</script><img src=x onerror="window.harmed=2">"'&\u202e`;

async function sweep(): Promise<readonly PointReport[]> {
  const loads: readonly (readonly [number, number])[] = [[1, 20], [10, 200], [50, 300]];
  return Promise.all(loads.map(async ([concurrency, requests], index) => ({ ...(await reportOf(index, concurrency, requests)).report, server, gpus: gpus(2) })));
}

async function hostileReport(): Promise<PointReport> {
  const records = [...closedLoop(2, 10), failed({ index: 50, failure: { kind: "http-5xx", message: evil, status: 500 } })];
  const result = await summarize(records, { concurrency: 2, outcome: outcome({ verdict: { state: "client-limited", reasons: [evil] } }) });
  return { point: { ...pointOf(0, 2, 11), label: evil }, result };
}

const hostileFacts = { ...facts, name: evil, model: evil, dataset: evil, url: `javascript:${evil}`, args: { [evil]: evil, api_key: "sk-secret-in-args" }, environment: { [evil]: evil } };

describe("the page's text", () => {
  test("one file, a policy that allows its own script and styles, no address asked for", async () => {
    const page = renderPerfReport(facts, await sweep());
    expect(page).toMatch(/content="default-src &#39;none&#39;; script-src &#39;sha256-[^&]+&#39;; style-src &#39;sha256-/);
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toMatch(/<link|<img|@import|src=|url\(| style="| on[a-z]+="/);
    expect(pageScript).not.toMatch(/innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function/);
    expect(pageStyle).not.toContain("<");
  });

  test("hostile names, messages and settings stand as text; secrets do not stand at all", async () => {
    const page = renderPerfReport(hostileFacts, [await hostileReport()]);
    expect(page).not.toContain("<img");
    expect(page.match(/<script/g)).toHaveLength(1);
    expect(page).not.toContain("sk-secret-in-args");
    expect(page).not.toContain("\u202e");
  });

  test("a key that is a common word blots out data, not the page", async () => {
    const secret = "line";
    const page = renderPerfReport({ ...facts, name: `a ${secret} b` }, await sweep(), { redact: (text) => text.replaceAll(secret, "***") });
    expect(page).toContain("<h1>a *** b</h1>");
    expect(page).toContain(pageStyle);
    expect(page).toContain('class="line"');
  });

  test("what both languages say is there in both", async () => {
    const page = renderPerfReport(facts, await sweep());
    expect(page.match(/<span class="en"/g)?.length).toBe(page.match(/<span class="zh"/g)?.length);
    for (const words of ["What this means", "结论", "Requests over time", "请求时间线", "P99 TTFT(ms)", "Decode (tok/s)"]) expect(page).toContain(words);
  });

  test("a run without any answer, one without streams, one without an end and one whose answers come in one piece are pages too", async () => {
    const nothing = { point: pointOf(0, 1, 0), result: await summarize([]) };
    const broken = { point: pointOf(1, 1, 1), result: await summarize([failed()]) };
    const atOnce = { point: pointOf(3, 4, 1), result: await summarize([streamed({ arrivals: [5, 5, 5], tokens: 3, prompt: 5 })], { concurrency: 4 }) };
    const embedding = { point: pointOf(2, 2, 1), result: await summarize([streamed({ arrivals: [], stream: false, endAfter: 10, prompt: 5 })]) };
    for (const kind of ["generation", "embedding"] as const) {
      const page = renderPerfReport({ ...facts, kind }, [nothing, broken, embedding, atOnce]);
      expect(page).not.toMatch(/NaN|Infinity|undefined/);
    }
    expect(renderPerfReport(facts, [])).toContain("qwen3-openqa");
  });

  test("a hundred thousand requests make a page of the size of a few hundred's", async () => {
    const requests = 100_000;
    const records = (function* () {
      for (let index = 0; index < requests; index += 1) yield streamed({ index, sentMs: index * 5, arrivals: [20 + (index % 50), 60, 90], tokens: 3, prompt: 7 });
    })();
    const page = renderPerfReport(facts, [{ point: pointOf(0, 20, requests), result: await summarize(records, { concurrency: 20 }) }]);
    expect(page.length).toBeLessThan(400_000);
  });
});

describe.skipIf(browserPath === undefined)("the page in a browser (skipped where there is no chromium)", () => {
  let folder = "";
  let browser: Browser;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "evalkit-perf-page-"));
    browser = await chromium.launch({ executablePath: browserPath ?? "", args: ["--no-sandbox", "--disable-background-networking", "--disable-dev-shm-usage"] });
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(path: string, options: BrowserContextOptions = {}): Promise<{ readonly page: Page; readonly troubles: readonly string[] } & AsyncDisposable> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    const troubles: string[] = [];
    const address = pathToFileURL(path).href;
    page.on("request", (request) => !request.url().startsWith(address) && troubles.push(request.url()));
    page.on("pageerror", (error) => troubles.push(error.message));
    page.on("console", (message) => troubles.push(message.text()));
    await page.goto(address);
    await page.waitForSelector("html[data-ready]");
    return { page, troubles, [Symbol.asyncDispose]: () => context.close() };
  }

  test("nothing runs but its own script, nothing is fetched, nothing is complained about", async () => {
    await using opened = await open(writePerfReport(join(folder, "evil"), hostileFacts, [await hostileReport()]));
    expect(await opened.page.evaluate("window.harmed")).toBeUndefined();
    expect(await opened.page.locator("h1").textContent()).toContain("<script>window.harmed=1</script>");
    expect(opened.troubles).toEqual([]);
  });

  test("language and colours change at a click and are remembered", async () => {
    const path = writePerfReport(join(folder, "sweep"), facts, await sweep());
    await using opened = await open(path, { colorScheme: "light" });
    const { page } = opened;
    await expect.poll(() => page.getByRole("heading", { name: "What this means" }).isVisible()).toBe(true);
    await page.click("#language");
    expect(await page.getByRole("heading", { name: "结论" }).isVisible()).toBe(true);
    expect(await page.getByRole("heading", { name: "What this means" }).count()).toBe(0);
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.click("#theme");
    await page.click("#theme");
    expect(await background()).not.toBe(light);
    await page.reload();
    expect(await page.getByRole("heading", { name: "结论" }).isVisible()).toBe(true);
    expect(opened.troubles).toEqual([]);
  });

  test("a row of the table opens the details of its load", async () => {
    await using opened = await open(writePerfReport(join(folder, "sweep"), facts, await sweep()));
    const details = opened.page.locator("#point-0");
    expect(await details.getAttribute("open")).toBeNull();
    await opened.page.locator("tbody tr").first().locator("a").click();
    await expect.poll(() => details.getAttribute("open")).toBe("");
    expect(await details.locator("figure").count()).toBeGreaterThanOrEqual(8);
  });

  test.each([400, 1280])("at %i pixels nothing is wider than the window, and no chart label leaves its chart", async (width) => {
    const points = (await sweep()).map((report) => ({ ...report, point: { ...report.point, label: `sla_tuning/sla_parallel_${report.point.index}_run_5_search_2` } }));
    const searches = [search([1, 2, 4, 8, 16, 32, 24, 20, 18, 19].map((value) => probe(value, value < 19 ? "pass" : "fail")), { best: 18 })];
    await using opened = await open(writePerfReport(join(folder, "wide"), facts, points, { searches }), { viewport: { width, height: 800 } });
    for (const details of await opened.page.locator("details").all()) await details.evaluate((element) => element.setAttribute("open", ""));
    expect(await opened.page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(width);
    const outside = await opened.page.evaluate(
      "[...document.querySelectorAll('.chart svg')].flatMap((chart) => { const frame = chart.getBoundingClientRect(); return [...chart.querySelectorAll('text')].filter((text) => { const box = text.getBoundingClientRect(); return box.width > 0 && (box.left < frame.left - 1 || box.right > frame.right + 1); }).map((text) => text.textContent); })",
    );
    expect(outside).toEqual([]);
    const covered = await opened.page.evaluate(
      "[...document.querySelectorAll('.search svg')].flatMap((chart) => { const boxes = [...chart.querySelectorAll('text:not(.label)')].map((text) => text.getBoundingClientRect()); return boxes.filter((box, place) => boxes.some((other, at) => at < place && box.left < other.right && other.left < box.right && box.top < other.bottom && other.top < box.bottom)).length; })",
    );
    expect(covered).toEqual([0]);
    expect(opened.troubles).toEqual([]);
  });
});
