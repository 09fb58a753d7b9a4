import { canonicalJson } from "@evalkit/core";
import { maskedArguments } from "../results/write-files.js";
import type { RunFacts } from "../results/run-facts.js";
import { html, type Markup } from "./markup.js";
import { say, type Words } from "./words.js";

const TERMS: readonly { readonly term: string; readonly words: Words }[] = [
  { term: "Concurrency", words: { en: "How many requests are with the server at the same time, like so many users asking at once.", zh: "同时在服务端处理的请求数，相当于同时提问的用户数。" } },
  { term: "Latency", words: { en: "From sending a request to the end of its answer. Long answers take longer, so compare only tests with similar answers.", zh: "从发送请求到回答结束的时间。回答越长越久，只有回答长度相近的测试才能比较。" } },
  { term: "TTFT", words: { en: "Time to first token: from sending to the first piece of generated text, reasoning included. What a user waits before anything appears.", zh: "首 token 时延：从发送到收到第一段生成内容（含思考）的时间，即用户看到内容前的等待。" } },
  { term: "TPOT", words: { en: "Time per output token after the first: how fast the text then flows. Below about 50 ms it appears faster than most people read.", zh: "首个之后每个输出 token 的平均时间，即出字速度。低于约 50 毫秒时比大多数人的阅读速度快。" } },
  { term: "ITL", words: { en: "Gap between pieces as they arrive. A high p99 means that the text stutters.", zh: "相邻数据块到达的间隔。p99 高说明出字有卡顿。" } },
  { term: "Throughput", words: { en: "What the server does in all: finished requests or generated tokens per second.", zh: "服务整体的处理能力：每秒完成的请求数或生成的 token 数。" } },
  { term: "Goodput", words: { en: "Finished requests per second that also kept the limits you set.", zh: "每秒完成且满足所设时限的请求数。" } },
  { term: "p50, p99", words: { en: "Half of the requests were at most this slow; 99 of 100 were. p99 is what your unlucky users see.", zh: "一半（p50）或 100 个中 99 个（p99）请求不超过该值。p99 反映运气最差的用户的体验。" } },
  { term: "95 % interval", words: { en: "Where the true value may lie, given how many requests were measured. When the intervals of two tests overlap widely, the tests do not tell them apart.", zh: "在所测请求数下真实值可能的范围。两次测试的区间大幅重叠时，无法判断谁更快。" } },
];

/** What the words of the page mean. */
export function glossarySection(): Markup {
  return html`<section class="panel"><details><summary>${say({ en: "New to load tests? What the words mean", zh: "初次接触压测？术语说明" })}</summary><dl class="glossary">${TERMS.map(({ term, words }) => html`<dt>${term}</dt><dd>${say(words)}</dd>`)}</dl></details></section>`;
}

/** The machine and all settings, secrets masked. */
export function environmentSection(facts: RunFacts): Markup {
  const settings = Object.entries(maskedArguments(facts.args)).filter(([, value]) => value !== undefined && value !== null);
  const environment = Object.entries(facts.environment ?? {});
  return html`<section class="panel"><h2>${say({ en: "Environment and settings", zh: "环境与参数" })}</h2><div class="columns">${environment.length > 0 && html`<div><h3>${say({ en: "Machine of the load generator", zh: "压测客户端所在机器" })}</h3><dl class="pairs">${environment.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></div>`}<div><h3>${say({ en: "Settings", zh: "参数" })}</h3><dl class="pairs">${settings.map(([name, value]) => html`<dt>${name}</dt><dd><code>${typeof value === "string" ? value : canonicalJson(value)}</code></dd>`)}</dl></div></div></section>`;
}
