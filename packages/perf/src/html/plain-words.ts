import type { LoadResult } from "../analysis/load-result.js";
import { duration, figure } from "../results/figures-text.js";
import type { PointReport } from "../results/run-facts.js";
import { html, type Markup } from "./markup.js";
import { say, type Words } from "./words.js";

/** What users would feel at the lowest, the fastest and the highest load, a sentence each. */
export function plainWords(points: readonly PointReport[]): Markup {
  const measured = points.map(({ result }) => result).filter(({ metrics }) => metrics.latency !== undefined);
  const byLoad = measured.toSorted((first, second) => (first.requestRate ?? first.concurrency ?? 0) - (second.requestRate ?? second.concurrency ?? 0));
  const fastest = byLoad.reduce<LoadResult | undefined>((best, result) => ((result.requestsPerSecond ?? 0) > (best?.requestsPerSecond ?? -1) ? result : best), undefined);
  const told = [...new Set([byLoad[0], fastest, byLoad.at(-1)])].filter((result) => result !== undefined);
  if (told.length === 0) return html``;
  return html`<ul class="plain">${told.map((result) => html`<li>${say(sentence(result))}</li>`)}</ul>`;
}

function sentence(result: LoadResult): Words {
  const { metrics, requestsPerSecond } = result;
  const load = loadWords(result);
  const p99 = metrics.ttft?.percentiles.find(({ percent }) => percent === 99);
  const first = metrics.ttft === undefined ? undefined : duration(metrics.ttft.mean);
  const unlucky = p99 === undefined || p99.isThin ? undefined : duration(p99.value);
  const tpot = metrics.tpot?.mean ?? 0;
  const speed = tpot > 0 ? figure(1000 / tpot) : undefined;
  const length = metrics.outputTokens === undefined ? undefined : figure(metrics.outputTokens.mean);
  const done = duration(metrics.latency?.mean);
  return {
    en: [
      `${load.en}: `,
      first === undefined ? "" : `text begins after ${first}${unlucky === undefined ? "" : ` (one user in 100 waits longer than ${unlucky})`}, `,
      speed === undefined ? "" : `then flows at ${speed} tokens a second; `,
      `an answer${length === undefined ? "" : ` of ${length} tokens`} is complete after ${done} on average. `,
      `The server finishes ${figure(requestsPerSecond)} requests a second.`,
    ].join(""),
    zh: [
      `${load.zh}：`,
      first === undefined ? "" : `${first} 后开始出字${unlucky === undefined ? "" : `（100 人中有 1 人要等 ${unlucky} 以上）`}，`,
      speed === undefined ? "" : `随后每秒 ${speed} 个 token；`,
      `平均 ${done} 得到${length === undefined ? "" : ` ${length} 个 token 的`}完整回答。`,
      `服务每秒完成 ${figure(requestsPerSecond)} 个请求。`,
    ].join(""),
  };
}

function loadWords({ requestRate, concurrency }: LoadResult): Words {
  if (requestRate !== undefined) return { en: `With ${figure(requestRate)} requests arriving a second`, zh: `每秒到达 ${figure(requestRate)} 个请求时` };
  if (concurrency === 1) return { en: "With one request at a time", zh: "一次只有一个请求时" };
  return concurrency === undefined ? { en: "Without a bound on requests", zh: "不限并发时" } : { en: `With ${concurrency} requests at once`, zh: `${concurrency} 个请求并发时` };
}
