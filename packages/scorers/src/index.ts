export { auditAnswer, auditRules, type AuditedAnswer } from "./audit/audit-answer.js";
export type { AuditFamily, AuditInput, AuditReading, AuditRule } from "./audit/audit-rule.js";
export { choiceScorer, scoreChoice, type ChoiceInput } from "./choice/choice-scorer.js";
export type { ChoiceOptions } from "./choice/context.js";
export {
  extractChoice,
  findChoice,
  type ChoiceFinding,
  type ChoiceRule,
  type ExtractChoiceOptions,
} from "./choice/extract-choice.js";
export { choiceLabel, choiceLabels } from "./choice/labels.js";
export { normalizeOption } from "./choice/option-text.js";
export { extractCode, type ExtractCodeInput } from "./code/extract-code.js";
export type { CodeRule, ExtractedCode } from "./code/extracted-code.js";
export { fencedBlocks, type FencedBlock } from "./code/fenced-blocks.js";
export { explain, type ExplainOptions } from "./explain.js";
export { composeFilters, FILTER_NAMES, filterByName, filtersFromArgs } from "./filters/filter-by-name.js";
export { majorityVote, takeFirst, takeFirstK } from "./filters/list-filters.js";
export {
  MAX_PATTERN_INPUT,
  regexFilter,
  removeUntil,
  removeWhitespace,
  type RegexFilterOptions,
  type TextFilter,
} from "./filters/text-filters.js";
export { withFilters } from "./filters/with-filters.js";
export {
  ifevalScorer,
  instructionIds,
  instructionProblem,
  scoreIfeval,
  type IfevalInput,
} from "./ifeval/ifeval-scorer.js";
export type { Instruction } from "./ifeval/instruction.js";
export { readInstructions } from "./ifeval/read-instructions.js";
export { detectLanguage, type DetectedLanguage } from "./ifeval/detect-language.js";
export {
  extractMathAnswer,
  MATH_RULES,
  type ExtractMathOptions,
  type MathRule,
} from "./math/extract-math.js";
export { cleanAnswer } from "./math/clean.js";
export { mathEqual, type MathEqualOptions, type MathEquality } from "./math/math-equal.js";
export { mathScorer, scoreMath, type MathInput, type MathOptions } from "./math/math-scorer.js";
export {
  extractNumber,
  findNumber,
  NUMBER_RULES,
  type ExtractNumberOptions,
  type NumberFinding,
  type NumberRule,
} from "./numeric/extract-number.js";
export type { NumberOptions, NumberToken } from "./numeric/number-token.js";
export {
  numericScorer,
  scoreNumeric,
  type NumericFormat,
  type NumericInput,
  type NumericOptions,
} from "./numeric/numeric-scorer.js";
export { formatNumber, parseNumber } from "./numeric/parse-number.js";
export { formatRational, rationalEqual, type Rational } from "./numeric/rational.js";
export { isRefusal } from "./refusal.js";
export { askJudges, type JudgeRequest } from "./judge/ask-judges.js";
export { combineVerdicts, type CombinedVerdict } from "./judge/combine-verdicts.js";
export { judgeScorer, recallScorer, type JudgeScorerOptions } from "./judge/judge-scorer.js";
export { questionText, referenceText } from "./judge/judged-texts.js";
export { parseVerdict } from "./judge/parse-verdict.js";
export { rubricMessages, withContract, type JudgedAnswer, type Placement, type Rubric } from "./judge/rubric.js";
export {
  contractRubric,
  correctnessRubric,
  factualityRubric,
  factualityRubricZh,
  pairwiseRubric,
  qualityRubric,
} from "./judge/rubrics.js";
export type { VerdictFormat } from "./judge/verdict-format.js";
export type { Extraction } from "./shared/verdict.js";
export {
  bleuScorer,
  corpusBleu,
  scoreBleu,
  sentenceBleu,
  type BleuInput,
  type BleuOptions,
  type BleuResult,
} from "./text/bleu.js";
export { bleuTokens, type BleuTokenizer } from "./text/bleu-tokenizers.js";
export { chrf, chrfScorer, corpusChrf, scoreChrf, type ChrfOptions } from "./text/chrf.js";
export { dropMetrics, dropScorer, scoreDrop, type DropGold, type DropInput } from "./text/drop.js";
export { editDistance, editDistanceScorer, MAX_EDIT_LENGTH, scoreEditDistance } from "./text/edit-distance.js";
export { exactMatchScorer, scoreExactMatch, type ExactMatchInput, type ExactMatchOptions } from "./text/exact-match.js";
export { GENERAL_QA_KEYS, generalQaScorer, scoreGeneralQa, type GeneralQaInput } from "./text/general-qa.js";
export { includesScorer, scoreIncludes, type IncludesInput, type IncludesOptions } from "./text/includes.js";
export { jsonDiffScorer, scoreJsonDiff, type JsonDiffInput } from "./text/json-diff.js";
export { jsonSchemaScorer, scoreJsonSchema, type JsonSchemaInput } from "./text/json-schema.js";
export { jsonValidityScorer, scoreJsonValidity, type JsonValidityOptions } from "./text/json-validity.js";
export { listMatchScorer, parseList, scoreListMatch, type ListMatchInput, type ListMatchOptions } from "./text/list-match.js";
export {
  normalization,
  normalizeCase,
  normalizeChinese,
  normalizeGeneral,
  normalizeSquad,
  normalizeTrim,
  type Normalization,
  type NormalizationName,
} from "./text/normalize.js";
export { regexMatchScorer, scoreRegexMatch, type RegexMatchInput, type RegexMatchOptions } from "./text/regex-match.js";
export {
  rouge,
  rougeScorer,
  scoreRouge,
  type RougeInput,
  type RougeOptions,
  type RougeVariant,
} from "./text/rouge.js";
export type { RougeResult } from "./text/rouge-result.js";
export { scoreTokenF1, tokenF1, tokenF1Scorer, type TokenF1Input, type TokenF1Options } from "./text/token-f1.js";
export { asciiWords, characters, words, type WordTokenizer } from "./text/words.js";
