import { type Answer, type Attempt, judgeMarks, type Outcome, type ResultRow, type Score, type Scored } from "@evalkit/core";
import type { AttemptTexts } from "./attempt-texts.js";
import { isRecord, numberOf, recordOf, stringOf, type JsonRecord } from "./json-value.js";
import { judgeMetadata, judgeSummaryRow, readJudge } from "./judge-row.js";
import { keyRow, readKey } from "./prediction-row.js";

type Judged = Extract<Outcome, { readonly status: "scored" | "unscored" }>;

/** Gold as text, as EvalScope keeps it: letters of a multiple answer are joined, anything else that is no text is JSON. */
export function targetText(target: unknown): string | null {
  if (target === undefined || target === null) return null;
  if (typeof target === "string") return target;
  const isLetters = Array.isArray(target) && target.every((part) => typeof part === "string" && part.length === 1);
  return isLetters ? target.join("") : JSON.stringify(target);
}

/** Value of each scorer by name, then its parts by theirs, which never hide a scorer's; none unless the result is scored. */
export function scoreValues(outcome: { readonly status: string; readonly scores: Readonly<Record<string, Score>> }): Record<string, number> {
  if (outcome.status !== "scored") return {};
  const scored = Object.entries(outcome.scores).flatMap(([name, score]) => (score.status === "scored" ? [{ name, score }] : []));
  const values: Record<string, number> = {};
  for (const { name, score } of scored) values[name] = score.value;
  for (const { score } of scored) {
    for (const [part, value] of Object.entries(score.parts ?? {})) if (!Object.hasOwn(values, part)) values[part] = value;
  }
  return values;
}

function detailsOf(scored: Scored | undefined): JsonRecord {
  return {
    ...(scored?.rule === undefined ? {} : { rule: scored.rule }),
    ...(scored?.expected === undefined ? {} : { expected: scored.expected }),
    ...(scored?.mark === undefined ? {} : { mark: scored.mark }),
    ...(scored?.log === undefined ? {} : { log: scored.log }),
  };
}

function scoreRow(outcome: Judged, answer: Answer): JsonRecord {
  const [main] = Object.entries(outcome.scores);
  const score = main?.[1];
  const scored = score?.status === "scored" ? score : undefined;
  const judge = score?.judge;
  return {
    value: scoreValues(outcome),
    status: outcome.status === "scored" ? "success" : "excluded",
    extracted_prediction: scored?.extracted ?? null,
    prediction: answer.text,
    explanation: score?.why ?? null,
    metadata: { ...detailsOf(scored), ...(judge === undefined ? {} : judgeMetadata(judge)) },
    ...(score === undefined || judge === undefined ? {} : { judge_summary: judgeSummaryRow(score, judge) }),
    main_score_name: main?.[0] ?? null,
  };
}

function figures({ answer }: Judged): JsonRecord {
  const { timing, usage } = answer;
  return {
    latencyMs: timing.totalMs,
    ...(timing.firstTokenMs === undefined ? {} : { firstTokenMs: timing.firstTokenMs }),
    ...(usage === undefined ? {} : { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }),
  };
}

/** One line of `reviews/…`, in EvalScope's shape, with our own data under `evalkit`. */
export function reviewLine(attempt: Attempt, outcome: Judged, context: { repeats: number; texts: AttemptTexts }): string {
  const { texts, repeats } = context;
  const group = Math.floor(attempt.index / Math.max(1, repeats));
  const own = {
    ...keyRow(attempt),
    status: outcome.status,
    answer: texts.answerId,
    ...(attempt.sample.group === undefined ? {} : { group: attempt.sample.group }),
    ...figures(outcome),
    scores: outcome.scores,
  };
  return (
    `{"index":${attempt.index},"target":${JSON.stringify(targetText(attempt.sample.target))},"messages":${texts.messages},` +
    `"agent_trace":null,"sample_score":{"score":${JSON.stringify(scoreRow(outcome, outcome.answer))},"sample_id":${attempt.index},` +
    `"group_id":${group},"generation_index":${attempt.repeat},"sample_metadata":${texts.metadata}},"evalkit":${JSON.stringify(own)}}`
  );
}

function readScore(value: unknown): Score | undefined {
  if (!isRecord(value)) return undefined;
  const { judge: stored, ...rest } = value;
  const judge = stored === undefined ? undefined : readJudge(stored);
  const judged = judge === undefined ? {} : { judge };
  if (value.status === "unscored") return { status: "unscored", why: stringOf(value.why) ?? "", ...judged };
  if (value.status !== "scored" || numberOf(value.value) === undefined) return undefined;
  // Written by this module and checked above; the optional fields are carried over as they are.
  return { ...(rest as unknown as Score), ...judged };
}

/** The full scores in one of our review rows. */
export function readScores(row: JsonRecord): Record<string, Score> {
  const scores: Record<string, Score> = {};
  for (const [name, value] of Object.entries(recordOf(recordOf(row.evalkit).scores))) {
    const score = readScore(value);
    if (score !== undefined) scores[name] = score;
  }
  return scores;
}

/** Content id of the answer that one of our review rows judged. */
export function reviewedAnswerId(row: JsonRecord): string | undefined {
  return stringOf(recordOf(row.evalkit).answer);
}

function optionalNumbers(own: JsonRecord): Pick<ResultRow, "latencyMs" | "firstTokenMs" | "inputTokens" | "outputTokens"> {
  const read: Record<string, number> = {};
  for (const name of ["latencyMs", "firstTokenMs", "inputTokens", "outputTokens"]) {
    const value = numberOf(own[name]);
    if (value !== undefined) read[name] = value;
  }
  return read;
}

/** The small row of a result from one of our review rows; absent for a row that is not ours. `isRepeated` keeps extracted answers. */
export function readResultRow(row: JsonRecord, options: { readonly isRepeated: boolean }): ResultRow | undefined {
  const key = readKey(row);
  const own = recordOf(row.evalkit);
  const { status } = own;
  if (key === undefined || (status !== "scored" && status !== "unscored")) return undefined;
  const scores = readScores(row);
  const [main] = Object.values(scores);
  const scored = main?.status === "scored" ? main : undefined;
  const isScored = status === "scored";
  const judge = judgeMarks(scores);
  const group = stringOf(own.group);
  return {
    ...key,
    index: numberOf(row.index) ?? 0,
    ...(group === undefined ? {} : { group }),
    status,
    ...(isScored && scored?.mark !== undefined ? { mark: scored.mark } : {}),
    ...(isScored && scored?.rule !== undefined ? { rule: scored.rule } : {}),
    values: scoreValues({ status, scores }),
    ...(isScored && options.isRepeated && scored?.extracted !== undefined ? { extracted: scored.extracted.toWellFormed() } : {}),
    ...(judge === undefined ? {} : { judge }),
    ...optionalNumbers(own),
  };
}
