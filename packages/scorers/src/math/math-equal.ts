import { cleanAnswer } from "./clean.js";
import { Comparer } from "./compare-values.js";
import { MAX_ANSWER_LENGTH } from "./limits.js";
import { type Interpretation, interpretations } from "./interpretations.js";
import { loneLetter } from "./texts.js";
import { type Reading, Work } from "./work.js";

/** How signs that have two readings are read. `either`: the number and the value both count, 20 % as 20 and as 0.2. */
export interface MathEqualOptions {
  /** @default "either" */
  readonly percent?: "either" | "as-number" | "as-fraction";
  /** Outside of trigonometric functions, where degrees always are angles. @default "either" */
  readonly degrees?: "either" | "as-number" | "as-radians";
  /** `rounded`: a decimal of two digits or more equals a number that rounds to it. @default "exact" */
  readonly decimals?: "exact" | "rounded";
  /** Numbers that differ by no more than this part of the larger one are equal. @default 0 */
  readonly relativeTolerance?: number;
  /** `ignore`: `5 cm` equals `5 m`. @default "compare" */
  readonly units?: "compare" | "ignore";
}

export interface MathEquality {
  readonly equal: boolean;
  /** How the answers were compared, such as `same-text`, `exact`, `numeric`, `unordered`, `intervals`, `text`. */
  readonly step: string;
}

/**
 * Whether two answers in LaTeX or plain notation say the same. Symmetric, the same in every run, bounded in time for any text;
 * never throws. No tolerance unless declared: 5 is not 500, 10001 not 10000, 0.333 not 1/3.
 */
export function mathEqual(left: string, right: string, options: MathEqualOptions = {}): MathEquality {
  return compareAnswers(left, right, options, false);
}

/** As `mathEqual`; `isOutput`: the left answer may state its result behind an equation, `m + n = 33` for 33. */
export function compareAnswers(left: string, right: string, options: MathEqualOptions, isOutput: boolean): MathEquality {
  const one = cleanAnswer(left);
  const other = cleanAnswer(right);
  if (one === other) return { equal: true, step: "same-text" };
  if (one === "" || other === "") return { equal: false, step: "empty" };
  if (one.length > MAX_ANSWER_LENGTH || other.length > MAX_ANSWER_LENGTH) return { equal: false, step: "too-long" };
  const letters = [loneLetter(one), loneLetter(other)];
  if (letters[0] !== undefined && letters[1] !== undefined) return { equal: sameLetter(letters[0], letters[1], one, other), step: "letter" };
  return compareReadings(one, other, options, isOutput);
}

function sameLetter(left: string, right: string, one: string, other: string): boolean {
  return left === right || (left.toLowerCase() === right.toLowerCase() && /text|[()]/.test(one + other));
}

function compareReadings(left: string, right: string, options: MathEqualOptions, isOutput: boolean): MathEquality {
  const work = new Work();
  const closeness = { isRounding: options.decimals === "rounded", relative: options.relativeTolerance ?? 0 };
  const comparer = new Comparer(work, closeness, options.units === "ignore");
  const ones = interpretations(left);
  const others = interpretations(right);
  let step: string | undefined;
  for (const reading of readings(left + right, options)) {
    work.reading = reading;
    for (const one of ones) {
      for (const other of others) {
        if (!areComparable(one, other)) continue;
        if (comparer.equal(one.value, other.value) || (isOutput && comparer.equalResult(one.value, other.value))) return { equal: true, step: comparer.step };
        step ??= comparer.step;
      }
    }
  }
  return { equal: false, step: step ?? "structure" };
}

/** Not both answers may be read in a doubtful way. */
function areComparable(one: Interpretation, other: Interpretation): boolean {
  if (one.doubt === "renamed" || other.doubt === "renamed") return one.doubt === other.doubt;
  if (one.doubt !== undefined || other.doubt !== undefined) return bearsOut(one, other) || bearsOut(other, one);
  return !(one.isCut && other.isCut) || (one.isLabel === true && other.isLabel === true);
}

/** Whether a plain answer goes with one that was read in a doubtful way. */
function bearsOut(plain: Interpretation, { doubt }: Interpretation): boolean {
  if (plain.isCut || plain.doubt !== undefined) return false;
  return doubt === "decimal-commas" || (doubt === "unit-letters" && plain.value.kind === "expression" && plain.value.unit !== undefined);
}

/** The readings of percent, degree and `log` that apply to these texts. */
function readings(text: string, options: MathEqualOptions): readonly Reading[] {
  const percent = options.percent ?? "either";
  const degrees = options.degrees ?? "either";
  const plain: Reading = { isPercentFraction: percent === "as-fraction", isDegreeRadian: degrees === "as-radians", isLogNatural: false };
  const result = [plain];
  if (percent === "either" && /%|percent|pct/.test(text)) result.push({ ...plain, isPercentFraction: true });
  if (degrees === "either" && /circ|degree/.test(text)) result.push({ ...plain, isDegreeRadian: true });
  if (text.includes("log")) result.push(...result.map((reading) => ({ ...reading, isLogNatural: true })));
  return result;
}
