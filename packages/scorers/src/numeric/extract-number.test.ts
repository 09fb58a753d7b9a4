import { expect, test } from "vitest";
import { extractNumber, findNumber, type NumberRule } from "./extract-number.js";
import { formatRational } from "./rational.js";

const CASES: readonly (readonly [text: string, value: string | undefined, rule?: NumberRule])[] = [
  ["So the answer is \\boxed{18}.","18","boxed"],
  ["\\boxed{1,234","1234","boxed"],
  ["The final answer is 42. I hope it is correct.","42","answer-is"],
  ["ANSWER: \\boxed{18}","18","boxed"],
  ["ANSWER: 18","18","answer-marker"],
  ["答案：35个","35","answer-marker"],
  ["答案是三万五千元。","35000","answer-marker"],
  ["#### 18","18","hash"],
  ["foo\n#### 1,234\n","1234","hash"],
  ["因此，瑞秋的数学作业比阅读作业多 **3页**。","3","bold"],
  ["The total is 5 m^2","5","last-number"],
  ["He has 3 cats and 5 dogs.","5","last-number"],
  ["\\boxed{x}",undefined],
  ["I cannot help",undefined],
  ["the answer is 3 + 4 = 7 apples","7","answer-is"],
  ["The answer is $20 per 5 eggs","20","answer-is"],
  ["答案：每份应该是 (\\frac{2}{5}) 吨。","0.4","answer-marker"],
  ["The answer is:\n\n$$\n42\n$$","42","answer-is"],
  ["**Answer:** 12","12","answer-marker"],
  ["42","42","whole-reply"],
  ["So it costs $5.00.","5","last-number"],
  ["Soucis : 2,74 $ a..","2.74","last-number"],
  ["## Step 1\n#### Step 3. do\nresult 9","9","last-number"],
  ["the answer is -5","-5","answer-is"],
  ["It dropped to -5 degrees","-5","last-number"],
  ["10 - 5 = 5","5","last-number"],
  ["The answer is between 5 and 7.",undefined],
  ["小明一共有三十五个苹果","35","last-number"],
  ["<answer>5</answer>","5","answer-marker"],
  ["A: 5","5","last-number"],
  ["so $x+y = 1000$ therefore answer is $1$","1","answer-is"],
  ["how many $? just about 1$","1","last-number"],
  ["计划的比例为13/28","13/28","last-number"],
  ["réponse est (35 + 70 = 105).","105","answer-marker"],
  ["地块面积 = 72000 / 18 = 4000千克","4000","last-number"],
  ["Final Answer: The largest $n$ is 34.","34","answer-marker"],
  ["the number is not 10 which is 1,000.99€","1000.99","last-number"],
  ["not it's not 10 it's 1,000.99m²","1000.99","last-number"],
  ["costs about **$1,250** in total.","1250","bold"],
  ["The answer is $\\frac{3}{4}$.","0.75","answer-is"],
  ["Answer: 5 apples\n\nExplanation: 3+2","5","answer-marker"],
];

for (const [text, value, rule] of CASES) {
  test(`finds in ${JSON.stringify(text)} the number ${value}`, () => {
    const { number } = findNumber(text);
    expect(number === undefined ? undefined : formatRational(number.value)).toBe(value);
    expect(number?.rule).toBe(rule);
  });
}

test("gives the span of the number in the raw text", () => {
  const text = "我们算出 １，２３４ 元。\n答案：−１，２３４元";
  const found = extractNumber(text)!;
  expect(formatRational(found.value)).toBe("-1234");
  expect(text.slice(...found.span)).toBe("−１，２３４");
});

test("marks only the last number of a text as weak", () => {
  expect(extractNumber("He has 3 cats and 5 dogs.")?.weak).toBe(true);
  expect(extractNumber("ANSWER: 5")?.weak).toBe(false);
});

test("takes no other number for a marked answer that is not one number", () => {
  expect(findNumber("There are 7 of them: \\boxed{x+1}")).toEqual({ rejected: { rule: "boxed", span: [28, 31] } });
});

test("reads an answer prefix only where the format has one", () => {
  expect(extractNumber("3 + 4\nA: 7 apples", { rules: ["answer-prefix"] })).toBeUndefined();
  expect(extractNumber("3 + 4\nA: 7 apples", { rules: ["answer-prefix"], answerPrefix: "A:" })?.rule).toBe("answer-prefix");
  expect(extractNumber("a DNA: 7", { rules: ["answer-prefix"], answerPrefix: "A:" })).toBeUndefined();
});

test("finds the last number of a long text, cut nowhere", () => {
  const long = "word ".repeat(400);
  expect(formatRational(extractNumber(`${long}1 and then 1,234,567 in all, ${"so ".repeat(20)}`)!.value)).toBe("1234567");
  expect(formatRational(extractNumber(`It is 12,345 ${long}`)!.value)).toBe("12345");
});

const STYLES: readonly (readonly [text: string, value: string | undefined])[] = [
  ["The total is $1,234.50 dollars","1234.5"],
  ["Answer: about 5","5"],
  ["Answer: ~5","5"],
  ["Answer: 5-6",undefined],
  ["Answer: x = 5","5"],
  ["答案是：x=5","5"],
  ["the answer is 5.","5"],
  ["The answer is five.", "5"],
  ["Answer: -3","-3"],
  ["Answer: − 3","-3"],
  ["\\boxed{-3}","-3"],
  ["\\boxed{5 \\text{ or } 6}",undefined],
  ["\\boxed{\\frac{1}{2}}","0.5"],
  ["\\boxed{50\\%}","50"],
  ["\\[\\boxed{12}\\]","12"],
  ["$\\boxed{\\$5.00}$","5"],
  ["\\boxed{12\\,000}","12000"],
  ["\\boxed{1{,}000}","1000"],
  ["\\boxed{3:30}",undefined],
  ["\\boxed{}\nThe answer is 4","4"],
  ["= 15","15"],
  ["Total: 15 apples.\n\nLet me know if you need more help!","15"],
  ["There are 5 * 3 = 15 apples in 2 boxes","2"],
  ["so 5*3=<<5*3=15>>15 apples","15"],
  ["#### -5","-5"],
  ["#### $5","5"],
  ["####5","5"],
  ["答：一共有15个。","15"],
  ["答案：15（个）","15"],
  ["共需15元","15"],
  ["答案：二分之一","0.5"],
  ["一共两百三十个","230"],
  ["Answer: 3 hours and 20 minutes","3"],
  ["The answer is 1/2 cup","0.5"],
  ["the final answer is $\\frac{7}{2}$","3.5"],
  ["Answer: 12:30",undefined],
  ["Answer: 2^3",undefined],
  ["Answer: 1,000,000","1000000"],
  ["Answer: 1.000.000",undefined],
  ["Answer: 5e-3","0.005"],
  ["Answer: +5","5"],
  ["Answer: 5!","5"],
  ["Answer: (5)","5"],
  ["Answer: [5]","5"],
  ["Answer: '5'","5"],
  ["Answer: 5th","5"],
  ["Answer: 100 km/h","100"],
  ["Answer: 5 x 10^3 m","5000"],
  ["{\"answer\": 5}","5"],
  ["Answer:5","5"],
  ["**Final Answer: 5**","5"],
  ["The answer is: **5**","5"],
  ["ANSWER: 5\n","5"],
  ["Result: 5","5"],
];

test.each(STYLES)("reads %j as %s", (text, value) => {
  const found = extractNumber(text);
  expect(found === undefined ? undefined : formatRational(found.value)).toBe(value);
});
