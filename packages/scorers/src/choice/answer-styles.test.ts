import { describe, expect, test } from "vitest";
import { extractChoice } from "./extract-choice.js";

type Case = readonly [text: string, label: string | undefined];

const CITIES: readonly Case[] = [
  ["The answer is B.", "B"], ["The answer is (B).", "B"], ["the answer is b", "B"], ["Answer:B", "B"], ["Answer : B", "B"], ["ANSWER: B.", "B"],
  ["**Answer**: B", "B"], ["**Answer:** (B) London", "B"], ["Correct Answer: B", "B"], ["Correct option: B", "B"], ["Final Answer: B", "B"],
  ["Final answer - B", "B"], ["Option B", "B"], ["Option (B)", "B"], ["option b", "B"], ["B is correct.", "B"], ["B is the answer.", "B"],
  ["I would go with B.", "B"], ["My choice is B", "B"], ["So the correct choice is B", "B"], ["Thus, B is the best answer.", "B"],
  ["Therefore, the answer must be B", "B"], ["Hence, option B.", "B"], ["The correct answer is **B**", "B"],
  ["The correct answer is: **B) London**", "B"], ["The correct answer is option B: London.", "B"], ["The correct answer is \"B\".", "B"],
  ["The correct answer is 'B. London'.", "B"], ["B. London", "B"], ["(B) London", "B"], ["B) London", "B"], ["B: London", "B"], ["B - London", "B"],
  ["B London", "B"], ["London (B)", "B"], ["London is the answer.", "B"], ["It is London.", undefined], ["\n\nB", "B"],
  ["B\n\nExplanation: London is the capital.", "B"], ["B\nBecause London is the capital of A.", "B"], ["B, because London is in England", "B"],
  ["B because it is in England", "B"], ["$\\boxed{B}$", "B"], ["\\boxed{\\text{B}}", "B"], ["\\boxed{\\textbf{(B)}}", "B"],
  ["\\boxed{B. London}", "B"], ["\\boxed{\\text{B. London}}", "B"], ["\\boxed{London}", "B"], ["\\(\\boxed{B}\\)", "B"], ["\\boxed{\\mathrm{B}}", "B"],
  ["<answer>B</answer>", "B"], ["<answer> (B) </answer>", "B"], ["{\"answer\": \"B\"}", "B"], ["{\"choice\": \"B\"}", "B"],
  ["```json\n{\"answer\":\"B\"}\n```", "B"], ["answer='B'", "B"], ["[[B]]", "B"],
  ["Let's think step by step. Paris is in France. Berlin is in Germany. So the answer is (B).", "B"],
  ["A is wrong since Paris is in France. C is wrong. D is wrong. So B.", "B"], ["It can't be A, C or D. The answer is B.", "B"],
  ["The answer is not A but B", "B"], ["The answer is B, not A.", "B"], ["The answer isn't A. It's B.", "B"], ["A or B", undefined],
  ["A and B", undefined], ["None of the above", undefined], ["All of the above", undefined], ["I don't know.", undefined],
  ["The answer is E", undefined], ["Answer: [LETTER]", undefined], ["Answer: $LETTER", undefined], ["", undefined],
  ["A great question! Let me think.", undefined], ["I think the question is hard", undefined], ["As an AI, I cannot tell.", undefined],
  ["I initially thought A, but the answer is B.", "B"], ["Answer: A\n\nWait, actually, that's wrong. Answer: B", "B"],
  ["The correct answer is A... no, on reflection the correct answer is B.", "B"],
  ["Question: Which? A. Paris B. London C. Berlin D. Rome\nAnswer: B", "B"], ["A. Paris\nB. London\nC. Berlin\nD. Rome\n\nAnswer: B. London", "B"],
  ["A) Paris - incorrect\nB) London - correct\nC) Berlin - incorrect\nD) Rome - incorrect", "B"], ["A: no\nB: yes\nC: no\nD: no", undefined],
  ["### Answer\n\n**B. London**", "B"], ["**B. London**", "B"], ["**Correct Answer: B. London**\n\nExplanation: A. Paris is in France.", "B"],
  ["✅ **B. London**", "B"], ["✔ B", "B"], ["> B", "B"], ["- B", "B"], ["1. B", "B"],
  ["The capital of the UK is London, so the answer is London.", "B"], ["The answer would be London", "B"], ["Answer: London.", "B"],
  ["London, of course", undefined], ["Sure! The answer is B.", "B"], ["The answer to the question is B.", "B"],
  ["The answer to this question is: B", "B"], ["The most appropriate answer is B.", "B"], ["The best answer is B", "B"],
  ["The right answer is B", "B"], ["I believe the answer is B", "B"], ["I choose option B", "B"], ["I'd pick B", "B"], ["I select B", "B"],
  ["Going with B", "B"], ["It should be B", "B"], ["This corresponds to option B.", "B"], ["which corresponds to choice (B)", "B"],
  ["This matches option B.", "B"], ["Thus (B) is the correct option", "B"], ["The only correct option is B", "B"], ["Only B is correct.", "B"],
  ["Only option B is correct", "B"], ["Option B is the correct answer", "B"], ["Option B seems right", "B"], ["Choice B is correct", "B"],
  ["Statement B is true.", "B"], ["the letter B", "B"], ["Letter: B", "B"], ["Choice: B", "B"], ["Selection: B", "B"], ["Response: B", "B"],
  ["My final answer: (B)", "B"], ["Ans: B", "B"], ["Ans. B", "B"], ["A: B", "B"], ["Q: which?\nA: B", "B"],
  ["A) Paris - correct\nB) London - correct\nC) Berlin - wrong\nD) Rome - wrong", undefined],
  ["A - Paris\nB - London\nC - Berlin\nD - Rome", undefined], ["A - Paris\nB - London\nC - Berlin\nD - Rome\n\nAnswer: C", "C"],
  ["Not A but rather C.", "C"], ["It is not B, but I am unsure", undefined], ["错误的是A，正确的是B", "B"],
  ["A. Paris is wrong.\nB. London is right.\nC. Berlin is wrong.\nD. Rome is wrong.", "B"],
  ["A: incorrect\nB: incorrect\nC: incorrect\nD: correct", "D"], ["Both A and B", undefined], ["Both are in Europe. The answer is C", "C"],
  ["2. B", "B"], ["1. A is in France\n2. B is in the UK", undefined], ["1. Paris is the capital of France", undefined], ["London is correct", "B"],
  ["Berlin is the right answer.", "C"], ["Paris is the capital of France.", undefined], ["Paris is a good choice but London is the answer", undefined],
  ["B since it rains", "B"], ["A because it is", "A"], ["A because of", "A"], ["Final answer - C", "C"], ["answer - d", "D"], ["Q: x\nA: Paris", "A"],
  ["A: The answer is C", "C"], ["不是A而是C", "C"], ["这不是A的错", undefined], ["✅ C", "C"], ["Options are A, B, C and D. The correct option is D", "D"],
  ["The correct options are B", "B"], ["The correct answer choices are (B)", "B"], ["None: the options A, B, C are wrong", undefined],
  ["A, B, and C are incorrect, so D is correct.", "D"], ["A、B、C均错误，D正确", "D"], ["A and B are correct", undefined], ["answer:\n\n(C)", "C"],
];

const CHINESE: readonly Case[] = [
  ["答案是B", "B"], ["答案：B", "B"], ["答案:B。", "B"], ["答案为B", "B"], ["答案为：B。", "B"], ["答案是：B", "B"], ["答案选B", "B"], ["答案应为B", "B"], ["答案应该是B", "B"],
  ["答案应选B", "B"], ["正确答案：B", "B"], ["正确答案是 B。", "B"], ["正确答案为（B）", "B"], ["正确的答案是B", "B"], ["因此正确答案是选项B", "B"], ["正确选项是B", "B"], ["正确选项为：B", "B"],
  ["故选B", "B"], ["故选：B．", "B"], ["故选B。", "B"], ["故答案为B", "B"], ["故答案为：B", "B"], ["故本题选B", "B"], ["本题选B", "B"], ["本题答案为B", "B"], ["本题的答案是B", "B"],
  ["本题正确答案为B项", "B"], ["所以选B", "B"], ["所以选择B", "B"], ["因此选B", "B"], ["因此选择B选项", "B"], ["应该选B", "B"], ["应选择B", "B"], ["我选B", "B"], ["我的答案是B", "B"],
  ["我认为答案是B", "B"], ["选B", "B"], ["选择B", "B"], ["选 B", "B"], ["选项B", "B"], ["B选项", "B"], ["B选项正确", "B"], ["选项B正确", "B"], ["选项 B 是正确的", "B"],
  ["B项是正确的", "B"], ["B是正确的", "B"], ["B正确", "B"], ["只有B正确", "B"], ["只有选项B符合题意", "B"], ["B项符合题意", "B"], ["B符合题意，当选", "B"], ["B项当选", "B"], ["B。", "B"],
  ["B、上海", "B"], ["B．上海", "B"], ["B.上海", "B"], ["B：上海", "B"], ["（B）", "B"], ["【B】", "B"], ["【答案】B", "B"], ["【答案】：B", "B"], ["[答案]B", "B"],
  ["**答案：B**", "B"], ["**答案**：B", "B"], ["参考答案：B", "B"], ["标准答案：B", "B"], ["最终答案：B", "B"], ["最终答案是B", "B"], ["综上所述，答案是B。", "B"], ["综上，选B", "B"],
  ["综上所述，B选项正确", "B"], ["上海", "B"], ["答案：上海", "B"], ["答案是上海。", "B"], ["正确答案是“上海”。", "B"], ["答案是 B. 上海", "B"], ["答案是B，上海", "B"],
  ["解析：A项错误；B项正确；C项错误；D项错误。", "B"], ["A错误，C错误，D错误。故选B。", "B"], ["A、C、D均错误，故选B。", "B"], ["A、C、D错误，B正确", "B"], ["排除A、C、D，选B", "B"], ["选B而不是A", "B"],
  ["不是A，是B", "B"], ["答案不是A，而是B", "B"], ["答案：A或B", "A"], ["A和B", undefined], ["无法确定", undefined], ["以上都不对", undefined], ["我不知道答案", undefined],
  ["因此，\\boxed{B}", "B"], ["$\\boxed{\\text{B}}$", "B"], ["答案：\n\nB", "B"], ["答案是：\n\n**B**", "B"], ["答：B", "B"], ["答：选B", "B"], ["解：选B", "B"],
  ["此题选B", "B"], ["这道题选B", "B"], ["这道题的答案是B", "B"], ["该题应选B", "B"], ["符合题意的是B", "B"], ["符合题意的选项是B", "B"], ["错误的是B", "B"], ["不正确的是B", "B"],
  ["因此，不符合题意的是B，故选B", "B"], ["下列说法正确的是B", "B"], ["说法错误的是B项", "B"], ["ANSWER: B\n解析：A项错误", "B"], ["答案：Ｂ", "B"], ["答案：b", "B"], ["b", "B"],
  ["B选项，因为上海是最大的城市，而A选项是首都", "B"], ["根据题意，答案为 B：上海", "B"], ["所以，正确的选项应该是B", "B"], ["所以正确的是B选项", "B"], ["那么答案就是B", "B"], ["可知答案为B", "B"],
  ["由此可得B正确", "B"], ["答案 B", "B"], ["答案B", "B"], ["答案B正确", "B"], ["正确答案B", "B"],
];

const TEN: readonly Case[] = [
  ["The answer is (J).", "J"], ["the answer is (I)", "I"], ["Answer: H", "H"], ["The answer is (K).", undefined],
];

const NUMBERS: readonly Case[] = [
  ["The answer is 15.", "B"], ["15", "B"], ["\\boxed{15}", "B"], ["x = 15, so B", "B"], ["The answer is (B) 15", "B"],
  ["So 3*5 = 15. Answer: 15", "B"],
];

const SENTENCES: readonly Case[] = [
  ["It increases the rate of reaction.", "A"], ["The answer is that it has no effect.", "C"],
];

const YES_NO: readonly Case[] = [
  ["Yes", "A"], ["No, it is not.", undefined], ["Answer: No", "B"],
];

const ROMAN: readonly Case[] = [
  ["Answer: C. I and II", "C"], ["The answer is I and II", "C"], ["I only", "A"],
];

const ARTICLES: readonly Case[] = [
  ["Answer: A dog", "A"], ["Answer: the cat", "B"], ["A. a dog", "A"], ["The answer is bees", "D"],
];

const OPTIONS: Readonly<Record<string, readonly [choices: readonly string[], cases: readonly Case[]]>> = {
  cities: [["Paris","London","Berlin","Rome"], CITIES],
  Chinese: [["北京","上海","广州","深圳"], CHINESE],
  "ten options": [Array.from({ length: 10 }, (_, index) => `option text ${index}`), TEN],
  numbers: [["12","15","18","21"], NUMBERS],
  sentences: [["It increases the rate of reaction.","It decreases the rate of reaction.","It has no effect.","It stops the reaction."], SENTENCES],
  "yes and no": [["Yes","No"], YES_NO],
  statements: [["I only","II only","I and II","Neither I nor II"], ROMAN],
  articles: [["a dog","the cat","an owl","bees"], ARTICLES],
};

describe.each(Object.entries(OPTIONS))("%s", (_, [choices, cases]) => {
  test.each(cases)("reads %j as %s", (text, label) => {
    expect(extractChoice(text, { choices })?.value).toBe(label);
  });
});

const SEVERAL: readonly Case[] = [
  ["答案：ABD", "ABD"],
  ["正确答案是A、B、D", "ABD"],
  ["故选ABD。", "ABD"],
  ["A、B、D选项正确", "ABD"],
  ["选项A、B和D正确", "ABD"],
  ["AB", "AB"],
  ["A,B", "AB"],
  ["(A)(B)", "AB"],
  ["A B", "AB"],
  ["A；B", "AB"],
  ["ABCD", "ABCD"],
  ["A and B are correct", "AB"],
  ["The correct answers are A, B, and D.", "ABD"],
  ["The correct options are (A), (C)", "AC"],
  ["\\boxed{AC}", "AC"],
  ["A/C", "AC"],
  ["A+C", "AC"],
  ["A & C", "AC"],
  ["Answer: A C", "AC"],
  ["Both A and C.", "AC"],
];

test.each(SEVERAL)("reads %j as all of %s", (text, labels) => {
  expect(extractChoice(text, { labels: ["A", "B", "C", "D"], multiple: true })?.value).toBe(labels);
});

test.each(["2","The answer is 2.","(2)","Option 2","答案是2","Step 1: Paris is in France. Step 2: London. Answer: 2"])("reads %j as the label 2", (text) => {
  expect(extractChoice(text, { labels: ["1", "2", "3", "4"] })?.value).toBe("2");
});
