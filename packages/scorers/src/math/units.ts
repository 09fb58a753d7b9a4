/** Unit as dimension and size; units of no known dimension (`students`) are not compared. */
export interface Unit {
  readonly dimension: string;
  readonly size: number;
}

type Row = readonly [dimension: string, size: number, names: string];

const ROWS: readonly Row[] = [
  ["length", 1, "m meter metre 米"],
  ["length", 0.01, "cm centimeter centimetre 厘米"],
  ["length", 0.001, "mm millimeter millimetre 毫米"],
  ["length", 0.1, "dm decimeter decimetre 分米"],
  ["length", 1000, "km kilometer kilometre 千米 公里"],
  ["length", 1e-6, "micrometer micron"],
  ["length", 1e-9, "nm nanometer nanometre"],
  ["inch", 1, "inch inches in"],
  ["inch", 12, "ft foot feet"],
  ["inch", 36, "yd yard"],
  ["inch", 63360, "mi mile"],
  ["mass", 1, "g gram 克"],
  ["mass", 1000, "kg kilogram 千克 公斤"],
  ["mass", 0.001, "mg milligram 毫克"],
  ["pound", 16, "lb lbs pound"],
  ["pound", 1, "oz ounce"],
  ["time", 1, "s sec second 秒"],
  ["time", 60, "min mins minute 分钟"],
  ["time", 3600, "h hr hrs hour 小时"],
  ["time", 86400, "day 天"],
  ["time", 604800, "week 周 星期"],
  ["volume", 1, "L l liter litre 升"],
  ["volume", 0.001, "mL ml milliliter millilitre 毫升"],
  ["money", 1, "dollar usd"],
  ["money", 0.01, "cent"],
  ["yuan", 1, "元"],
  ["energy", 1, "J joule"],
  ["energy", 1000, "kJ kilojoule"],
  ["force", 1, "N newton"],
  ["power", 1, "W watt"],
  ["power", 1000, "kW kilowatt"],
  ["frequency", 1, "Hz hertz"],
  ["voltage", 1, "V volt"],
  ["mph", 1, "mph"],
  ["celsius", 1, "celsius"],
  ["fahrenheit", 1, "fahrenheit"],
  ["charge", 1, "C coulomb"],
  ["temperature", 1, "K kelvin"],
  ["current", 1, "A ampere amp"],
  ["pressure", 1, "Pa pascal"],
  ["pressure", 1000, "kPa"],
  ["amount", 1, "mol mole"],
  ["induction", 1, "T tesla"],
  ["capacity", 1, "F farad"],
  ["electronvolt", 1, "eV"],
  ["electronvolt", 1e6, "MeV"],
];

const UNITS = new Map<string, Unit>(ROWS.flatMap(([dimension, size, names]) => names.split(" ").map((name): [string, Unit] => [name, { dimension, size }])));
const OTHER_WORDS = new Set("units unit degrees degree deg percent pct percentage points point people students ways square cubic sq per cu am pm radians rad dollars USD mpg gallons cups".split(" "));
const POWER_WORDS = new Map([["square", 2], ["sq", 2], ["cubic", 3], ["cu", 3], ["平方", 2], ["立方", 3]]);

/** Whether a word is a unit or a word that goes with one. */
export function isUnitWord(word: string): boolean {
  return OTHER_WORDS.has(word) || lookUp(word) !== undefined;
}

/** Single letters that are units when written upright after a number. */
export function isUnitLetter(letter: string): boolean {
  return UNITS.has(letter);
}

/** Reads a unit such as `cm`, `square cm`, `cm^2`, `km/h`, from its words and marks. `undefined` when its dimension is not known. */
export function readUnit(words: readonly string[]): Unit | undefined {
  let dimension = "";
  let size = 1;
  let sign = 1;
  let power = 1;
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] as string;
    if (word === "/" || word === "per") sign = -1;
    else if (POWER_WORDS.has(word)) power = POWER_WORDS.get(word) ?? 1;
    else {
      const unit = lookUp(word);
      if (unit === undefined) return undefined;
      const isNegative = words[index + 2] === "-";
      const written = Number(words[index + (isNegative ? 3 : 2)]);
      const exponent = words[index + 1] === "^" ? (isNegative ? -written : written) : power;
      if (words[index + 1] === "^") index += isNegative ? 3 : 2;
      dimension += `${unit.dimension}^${exponent * sign} `;
      size *= unit.size ** (exponent * sign);
      power = 1;
    }
  }
  return dimension === "" ? undefined : { dimension, size };
}

function lookUp(word: string): Unit | undefined {
  return UNITS.get(word) ?? (word.length > 2 ? (UNITS.get(word.toLowerCase()) ?? UNITS.get(word.toLowerCase().replace(/s$/, ""))) : undefined);
}
