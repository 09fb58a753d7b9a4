import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { gradedStream, gradedSummary } from "../__fixtures__/graded.js";
import { browserPath, launchBrowser, openPage } from "../__fixtures__/open-page.js";
import { writeHtmlReport } from "../write-html-report.js";

describe.skipIf(browserPath === undefined)("heat maps, judges and partial scores in a browser (skipped where there is no chromium)", () => {
  let folder = "";
  let browser: Browser;
  let path = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "evalkit-graded-"));
    path = join(folder, "graded.html");
    await writeHtmlReport({ path, title: "model", summary: gradedSummary, samples: gradedStream(), titles: { needle: { zh: "大海捞针" } } });
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await rm(folder, { recursive: true, force: true });
  });

  test("a heat map for each subset: heads, figures, holes, a legend, and a way to the sample", async () => {
    await using opened = await openPage(browser, path);
    const { page } = opened;
    expect(await page.locator(".heat-part").count()).toBe(1);
    expect(await page.locator(".heat caption").allTextContents()).toEqual(["english", "chinese"]);
    const chinese = page.locator(".heat").nth(1);
    expect(await chinese.locator("th[scope=col]").allTextContents()).toEqual(["Depth", "1,000", "8,000", "32,000"]);
    expect(await chinese.locator("th[scope=row]").allTextContents()).toEqual(["0%", "33.5%", "66%", "100%"]);
    expect(await chinese.locator("td").allTextContents()).toEqual(["100", "100", "100", "100", "100", "0", "100", "100", "0", "100", "100", "–"]);
    expect(await chinese.locator("td").last().getAttribute("title")).toBe("Length 32,000, depth 100%: no score");
    expect(await page.locator(".heat-legend").textContent()).toBe("Score in percent0%100%");
    await chinese.getByRole("button", { name: "Length 32,000, depth 66%: 0%, 1 sample" }).click();
    await expect.poll(() => page.locator(".detail h2").textContent()).toBe("needle / chinese #8");
    expect(opened.troubles).toEqual([]);
  });

  test.each(["light", "dark"] as const)("figures of the heat map can be read in the %s theme", async (colorScheme) => {
    await using opened = await openPage(browser, path, { colorScheme });
    for (const figure of ["100", "0", "–"]) {
      expect(await contrast(opened.page, figure)).toBeGreaterThan(4.5);
    }
    const [best, worst] = await Promise.all(["100", "0"].map((figure) => colourOf(opened.page, figure)));
    expect(best).not.toEqual(worst);
  });

  test("in Chinese: titles, categories and the map speak it; nothing runs over a narrow screen", async () => {
    await using opened = await openPage(browser, path, { locale: "zh-CN", viewport: { width: 360, height: 740 } });
    const { page } = opened;
    expect(await page.locator(".dataset h2").allTextContents()).toEqual(["大海捞针", "Abstracts", "Marks"]);
    expect(await page.locator(".heat thead").first().textContent()).toContain("长度（token）");
    expect(await page.locator(".heat-cell").first().getAttribute("title")).toBe("长度 1,000，深度 0%: 100%, 1 个样本");
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });

  test("partial scores stand apart from right and wrong, and show how they are spread", async () => {
    await using opened = await openPage(browser, path, { hash: "#samples?dataset=abstracts" });
    const { page } = opened;
    expect(await page.locator(".chip").allTextContents()).toEqual(["✓Right 1", "◐Partly right 18", "✕Wrong 1"]);
    await page.getByRole("button", { name: /^Partly right/u }).click();
    await expect.poll(() => page.locator(".list-status").textContent()).toBe("18 of 55 samples");
    expect(await page.locator(".row").first().locator(".row-compared").textContent()).toContain("0.05");
    await page.getByRole("combobox", { name: "Dataset" }).selectOption("marks");
    expect(await page.locator(".chip").allTextContents()).toEqual(["◐Partly right 10", "✕Wrong 1"]);
    await page.getByRole("link", { name: "Overview" }).click();
    await expect.poll(() => page.locator(".spread figcaption").allTextContents()).toEqual(["Scores of the samples", "Scores of the samples"]);
  });

  test("judges: how they agree, what each said, as text", async () => {
    await using opened = await openPage(browser, path);
    const { page } = opened;
    const facts = page.locator(".judge-part .figures");
    expect(await page.locator(".judge-part summary").textContent()).toBe("Judges strict");
    expect(await facts.locator("div").allTextContents()).toEqual([
      "Answers judged20",
      "Verdicts / questions to judges38 / 40 without a verdict 2",
      "Agreement of repeats90.0%",
      "Krippendorff’s α0.813",
      "Tokens in + out4,000 + 800 counted on 38 of 40",
    ]);
    await page.goto(`${page.url().split("#")[0] ?? ""}#samples?sample=abstracts/default/1`);
    await expect.poll(() => page.locator(".judge summary").allTextContents()).toEqual(["B strict (judge-large)", "without a verdict strict (judge-large) · repeat 2"]);
    expect(await page.locator(".judge .text").allTextContents()).toEqual(["The summary names the harbour.\nGRADE: B", "Hm."]);
    await page.goto(`${page.url().split("#")[0] ?? ""}#samples?sample=abstracts/default/0`);
    await expect.poll(() => page.locator(".judge .text").first().textContent()).toContain("<script>");
    expect(opened.troubles).toEqual([]);
  });

  test("what a judge said is found by a search, and hits are marked in the sample, folded parts too once opened", async () => {
    await using opened = await openPage(browser, path, { hash: "#samples?q=HARBOUR&sample=abstracts/default/2" });
    const { page } = opened;
    await page.locator(".judge").waitFor();
    const marked = () => page.evaluate(() => [...(CSS.highlights.get("evalkit-search") ?? [])].map((range) => (range as Range).toString()));
    await expect.poll(marked).toEqual(["harbour", "harbour", "harbour", "harbour"]);
    await page.getByText("Raw record").click();
    await expect.poll(async () => (await marked()).length).toBeGreaterThan(4);
    await page.getByRole("searchbox").fill("grade: b");
    await expect.poll(() => page.locator(".list-status").textContent()).toBe("10 of 55 samples");
    await expect.poll(marked).toEqual([]);
    await page.getByRole("searchbox").fill("(.*+?[$^{|\\\\/");
    await expect.poll(() => page.locator(".list-status").textContent()).toBe("No sample matches.");
    await page.getByRole("button", { name: "Reset" }).click();
    await expect.poll(() => page.evaluate(() => CSS.highlights.size)).toBe(0);
  });
});

function cellWith(page: Page, figure: string) {
  return page.locator(".heat-cell", { hasText: new RegExp(`^${figure}$`, "u") }).first();
}

/** Background as red, green and blue from 0 to 255. */
function colourOf(page: Page, figure: string, property = "background-color"): Promise<number[]> {
  return cellWith(page, figure).evaluate((element, name) => {
    const canvas = document.createElement("canvas").getContext("2d");
    if (canvas === null) {
      return [];
    }
    canvas.fillStyle = getComputedStyle(element).getPropertyValue(name);
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }, property);
}

/** Contrast ratio of WCAG 2. */
async function contrast(page: Page, figure: string): Promise<number> {
  const luminance = (colour: readonly number[]) => {
    const [red = 0, green = 0, blue = 0] = colour.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const both = [luminance(await colourOf(page, figure)), luminance(await colourOf(page, figure, "color"))];
  return (Math.max(...both) + 0.05) / (Math.min(...both) + 0.05);
}
