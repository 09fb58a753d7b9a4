interface Example {
  readonly task: string;
  readonly tests: readonly string[];
  readonly code: string;
}

const EXAMPLES: readonly Example[] = [
  {
    task: "Write a function to find the longest word of a sentence; of several the first.",
    tests: ['assert longest_word("a bird in the hand") == "bird"', 'assert longest_word("one") == "one"', 'assert longest_word("tea for two men") == "tea"'],
    code: "def longest_word(sentence):\n    return max(sentence.split(), key=len)",
  },
  {
    task: "Write a python function to check whether the digits of a number never fall from left to right.",
    tests: ["assert digits_rise(1229) == True", "assert digits_rise(132) == False", "assert digits_rise(7) == True"],
    code: "def digits_rise(number):\n    digits = str(number)\n    return all(left <= right for left, right in zip(digits, digits[1:]))",
  },
  {
    task: "Write a function to count how often each length occurs among the given words.",
    tests: ['assert count_lengths(["a", "bc", "de"]) == {1: 1, 2: 2}', "assert count_lengths([]) == {}", 'assert count_lengths(["abc", "d"]) == {3: 1, 1: 1}'],
    code: "from collections import Counter\n\ndef count_lengths(words):\n    return dict(Counter(len(word) for word in words))",
  },
];

/** A task with its tests and, between marks, its solution. */
export const MBPP_DEMONSTRATIONS: readonly string[] = EXAMPLES.map(
  ({ task, tests, code }) => `Task: ${task}\nThe code has to pass these tests:\n${tests.join("\n")}\n[BEGIN]\n${code}\n[DONE]`,
);
