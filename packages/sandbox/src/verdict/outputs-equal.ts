const NUMBER = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,4}))?$/;
const MOST_DIGITS = 2000;

/** A decimal number without what does not change it: sign, digits, exponent of ten. Undefined for other text. */
function canonicalNumber(text: string): string | undefined {
  if (text.length > MOST_DIGITS) return undefined;
  const [matched, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  if (matched === undefined || whole + fraction === "") return undefined;
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  const significant = digits.replace(/0+$/, "");
  const power = Number(exponent) - fraction.length + (digits.length - significant.length);
  return `${sign === "-" ? "-" : ""}${significant}e${power}`;
}

function wordsEqual(left: string, right: string): boolean {
  if (left === right) return true;
  const number = canonicalNumber(left);
  return number !== undefined && number === canonicalNumber(right);
}

function linesOf(text: string): readonly string[] {
  return text.trim().split("\n").map((line) => line.trim());
}

/** Whether a program printed what was expected: line by line, space around lines and between words aside, numbers by value (`1.0` is `1`). */
export function outputsEqual(printed: string, expected: string): boolean {
  const left = linesOf(printed);
  const right = linesOf(expected);
  if (left.length !== right.length) return false;
  return left.every((line, index) => {
    const other = right[index] ?? "";
    if (line === other) return true;
    const words = line.split(/\s+/);
    const others = other.split(/\s+/);
    return words.length === others.length && words.every((word, position) => wordsEqual(word, others[position] ?? ""));
  });
}
