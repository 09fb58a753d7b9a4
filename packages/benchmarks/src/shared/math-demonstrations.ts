/** Worked problems of ours for MATH, shown where its training split is not at hand. */
export const MATH_DEMONSTRATIONS: readonly string[] = [
  `Problem:
A rectangle is three times as long as it is wide, and its perimeter is 56. What is its area?
Solution:
Let the width be $w$, so the length is $3w$ and the perimeter is $2(w + 3w) = 8w$. From $8w = 56$ we get $w = 7$, and the length is $21$. The area is $7 \\cdot 21 = \\boxed{147}$.`,
  `Problem:
For which real numbers $x$ is $\\frac{x - 2}{x + 5} \\le 0$? Give the answer in interval notation.
Solution:
The fraction changes its sign only at $x = 2$, where it is zero, and at $x = -5$, where it is not defined. Between these numbers the numerator is negative and the denominator positive, so the fraction is negative; outside of them it is positive. The solution is $\\boxed{(-5, 2]}$.`,
  `Problem:
Two fair dice are rolled. What is the probability that the product of the two numbers is odd?
Solution:
A product is odd exactly when both factors are odd. Each die shows an odd number with probability $\\frac{1}{2}$, and the dice do not influence each other, so the probability is $\\frac{1}{2} \\cdot \\frac{1}{2} = \\boxed{\\frac{1}{4}}$.`,
  `Problem:
Simplify $\\sqrt{75} - \\sqrt{12}$.
Solution:
We have $\\sqrt{75} = \\sqrt{25 \\cdot 3} = 5\\sqrt{3}$ and $\\sqrt{12} = \\sqrt{4 \\cdot 3} = 2\\sqrt{3}$. The difference is $\\boxed{3\\sqrt{3}}$.`,
];
