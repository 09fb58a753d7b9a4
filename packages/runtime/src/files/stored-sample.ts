import type { ResultRow, Score } from "@evalkit/core";
import type { ReportSample } from "@evalkit/report";
import { messageText } from "../store/message-rows.js";
import type { StoredAttempt } from "./stored-attempt.js";

/** One ended attempt as a run's files keep it. Its texts come from models and data and are not to be trusted. */
export interface StoredSample extends ReportSample {
  readonly model: string;
  readonly sampleId: string;
  readonly repeat: number;
  readonly group?: string;
  /** Scorers and their parts by name; empty unless scored. */
  readonly values: Readonly<Record<string, number>>;
  readonly scores: Readonly<Record<string, Score>>;
}

function questionOf({ attempt, answer }: StoredAttempt): string | undefined {
  const { input } = attempt.sample;
  const [first] = typeof input === "string" ? [] : input;
  const text = typeof input === "string" ? input : first === undefined ? "" : messageText(first);
  const isWholePrompt = answer?.messages.some((message) => messageText(message) === text) ?? false;
  return text === "" || isWholePrompt ? undefined : text;
}

function answered({ answer }: StoredAttempt): Partial<StoredSample> {
  if (answer === undefined) return {};
  const { timing, usage } = answer;
  return {
    answer: answer.text,
    ...(answer.reasoning === undefined ? {} : { reasoning: answer.reasoning }),
    ...(answer.toolCalls.length === 0 ? {} : { toolCalls: answer.toolCalls }),
    ...(timing.totalMs > 0 ? { latencyMs: timing.totalMs } : {}),
    ...(timing.firstTokenMs === undefined ? {} : { firstTokenMs: timing.firstTokenMs }),
    ...(usage === undefined ? {} : { inputTokens: usage.inputTokens, outputTokens: usage.outputTokens }),
  };
}

function judged({ review }: StoredAttempt): Partial<StoredSample> {
  const [score] = Object.values(review?.scores ?? {});
  if (score === undefined) return {};
  if (score.status === "unscored") return { why: score.why };
  const { value, mark, extracted, expected, rule, span, why, log, parts } = score;
  return {
    value,
    ...(mark === undefined ? {} : { mark }),
    ...(extracted === undefined ? {} : { extracted }),
    ...(expected === undefined ? {} : { expected }),
    ...(rule === undefined ? {} : { rule }),
    ...(span === undefined ? {} : { span }),
    ...(why === undefined ? {} : { why: log === undefined ? why : `${why}\n${log}` }),
    ...(parts === undefined ? {} : { parts }),
  };
}

/** The flat view of a stored attempt; absent for one that was answered and never judged. */
export function storedSample(stored: StoredAttempt): StoredSample | undefined {
  const { attempt, entry, review, target } = stored;
  const failure = review === undefined ? entry.failure : undefined;
  if (review === undefined && failure === undefined) return undefined;
  const question = questionOf(stored);
  const { choices, group } = attempt.sample;
  return {
    model: entry.files.model,
    benchmark: attempt.benchmark,
    subset: attempt.subset,
    sampleId: attempt.sampleId,
    index: attempt.index,
    repeat: attempt.repeat,
    ...(group === undefined ? {} : { group }),
    prompt: stored.answer?.messages ?? [],
    ...(question === undefined ? {} : { question }),
    ...(choices === undefined ? {} : { choices }),
    target: target ?? "",
    status: review?.status ?? "failed",
    values: review?.values ?? {},
    scores: review?.scores ?? {},
    ...answered(stored),
    ...judged(stored),
    ...(failure === undefined ? {} : { error: failure.error }),
  };
}

/** The row that metrics are computed from. */
export function sampleResultRow(sample: StoredSample): ResultRow {
  const { benchmark, subset, sampleId, index, repeat, group, status, mark, extracted, rule, error } = sample;
  const { latencyMs, firstTokenMs, inputTokens, outputTokens } = sample;
  return {
    benchmark,
    subset,
    sampleId,
    index,
    repeat,
    ...(group === undefined ? {} : { group }),
    status,
    values: sample.values,
    ...(status === "scored" && mark !== undefined ? { mark } : {}),
    ...(status === "scored" && extracted !== undefined ? { extracted } : {}),
    ...(status === "scored" && rule !== undefined ? { rule } : {}),
    ...(error === undefined ? {} : { errorCode: error.code }),
    ...(latencyMs === undefined ? {} : { latencyMs }),
    ...(firstTokenMs === undefined ? {} : { firstTokenMs }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
  };
}
