import { duration, figure, percent } from "../results/figures-text.js";
import { type Finding, findingText } from "../results/findings.js";
import type { Words } from "./words.js";

/** A finding in both languages. */
export function findingWords(finding: Finding): Words {
  return { en: findingText(finding), zh: inChinese(finding) };
}

function inChinese(finding: Finding): string {
  switch (finding.kind) {
    case "client-invalid":
      return `${finding.label}：压测客户端自身成为瓶颈，请勿使用这些数据（${finding.reasons.join("；")}）。`;
    case "client-limited":
      return `${finding.label}：压测客户端接近自身极限，测得的时间可能偏长（${finding.reasons.join("；")}）。`;
    case "failures":
      return `${finding.label}：${percent(finding.share)} 的请求失败，最多的原因是 ${finding.failure}。延迟只统计成功的请求。`;
    case "highest-throughput":
      return `最高吞吐：${finding.label}，每秒 ${figure(finding.requestsPerSecond)} 个请求${finding.outputTokensPerSecond === undefined ? "" : `、${figure(finding.outputTokensPerSecond)} 个 token`}。`;
    case "lowest-latency":
      return `最低延迟：${finding.label}，平均每个请求 ${duration(finding.latencyMs)}。`;
    case "still-rising":
      return `最后一级负载（${finding.label}）吞吐仍提高了 ${percent(finding.gain, 0)}：服务尚未到达极限，可以继续加压。`;
    case "saturated":
      return `${finding.label} 已达到最高吞吐的 ${percent(finding.share, 0)}：再增加负载主要只会增加等待时间。`;
    case "past-peak":
      return `${finding.label} 的吞吐比峰值（${finding.peak}）低 ${percent(finding.loss, 0)}：服务在此处已过载。`;
    case "behind-rate":
      return `${finding.label}：要求每秒 ${figure(finding.asked)} 个请求，实际完成 ${figure(finding.got)} 个：服务跟不上，测得的时间取决于测试时长。`;
    case "held-back":
      return `${finding.label}：并发上限使每个请求平均推迟 ${duration(finding.meanMs)} 才发送。请看从应发时刻算起的延迟。`;
    case "thin":
      return `${finding.label} 只有 ${finding.count} 个成功请求；可信的 p99 需要 ${finding.needed} 个。`;
    case "tokens-unknown":
      return `${finding.label}：${finding.total} 个请求中有 ${finding.unknown} 个没有 token 计数，因此不给出 token 速率。请让服务返回 usage，或指定 --tokenizer-path。`;
    case "prompt-length":
      return `${finding.label}：按服务的计数，提示词比要求的${finding.difference > 0 ? "长" : "短"} ${percent(Math.abs(finding.difference))}。`;
    case "resumed":
      return `${finding.label} 曾中断并恢复 ${finding.times} 次：中断的时间不计入，但前后的负载和吞吐偏低。`;
    case "closed-loop":
      return "闭环测试：新请求要等旧请求完成才发出，服务变慢时负载随之降低，排队被掩盖。要了解用户的真实感受，请用 --open-loop --rate 测试。";
  }
}
