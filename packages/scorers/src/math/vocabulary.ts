/** LaTeX commands that carry layout only. */
export const LAYOUT = new Set(
  ("left right big Big bigg Bigg bigl bigr Bigl Bigr biggl biggr Biggl Biggr middle displaystyle textstyle scriptstyle limits nolimits " +
    "quad qquad boxed fbox beginboxed framebox nonumber hfill thinspace enspace mathstrut hline cline tag allowbreak relax " +
    "rm bf it sf tt large Large normalsize small").split(" "),
);

/** Commands whose argument is written upright: words, units, names. */
export const TEXT_COMMANDS = new Set(
  "text mathrm textrm textnormal mbox hbox textup textsf texttt mathsf mathtt operatorname textit textbf mathop emph".split(" "),
);

/** Commands that change the look of their argument only. */
export const STYLE_COMMANDS = new Set("mathit mathbf mathbb mathcal mathfrak mathscr boldsymbol bm pmb vec overrightarrow hat widehat underline".split(" "));

/** Commands that make another symbol of their argument. */
export const ACCENTS = new Set("bar overline tilde widetilde dot ddot overset underset overbrace textcircled".split(" "));

/** Commands that are operators, relations and brackets, by what they stand for. */
export const OPERATORS = new Map<string, string>(
  Object.entries({
    cdot: "*", times: "*", ast: "*", star: "*", bullet: "*", div: "/", slash: "/",
    le: "<=", leq: "<=", leqslant: "<=", leqq: "<=", ge: ">=", geq: ">=", geqslant: ">=", geqq: ">=",
    lt: "<", gt: ">", ne: "!=", neq: "!=", approx: "~=", simeq: "~=", thickapprox: "~=", approxeq: "~=", doteq: "~=", equiv: "=",
    in: "in", cup: "cup", bigcup: "cup", cap: "cap", bigcap: "cap", setminus: "setminus", smallsetminus: "setminus", backslash: "setminus",
    pm: "±", mp: "∓", circ: "°", degree: "°", prime: "'", mid: "|", vert: "|", lvert: "|", rvert: "|", Vert: "|", lVert: "|", rVert: "|",
    colon: ":", lor: "or", vee: "or", land: "and", wedge: "and", ldotp: ".", sp: "^", sb: "_",
  }),
);

export const BRACKETS = new Map<string, readonly ["open" | "close", string]>(
  Object.entries({
    lbrace: ["open", "set"], rbrace: ["close", "set"], "{": ["open", "set"], "}": ["close", "set"],
    lfloor: ["open", "floor"], rfloor: ["close", "floor"], lceil: ["open", "ceil"], rceil: ["close", "ceil"],
    langle: ["open", "angle"], rangle: ["close", "angle"], lparen: ["open", "("], rparen: ["close", "("],
    lbrack: ["open", "["], rbrack: ["close", "["],
  } as const),
);

const FUNCTIONS = (
  "sin cos tan cot sec csc arcsin arccos arctan arccot arcsec arccsc asin acos atan sinh cosh tanh coth sech csch arcsinh arccosh arctanh " +
  "asinh acosh atanh ln log lg exp sqrt abs floor ceil gcd lcm max min cbrt tg ctg arctg det sgn Re Im cis"
).split(" ");
const FUNCTION_ALIASES = new Map([
  ["asin", "arcsin"], ["acos", "arccos"], ["atan", "arctan"], ["tg", "tan"], ["ctg", "cot"], ["arctg", "arctan"],
  ["asinh", "arcsinh"], ["acosh", "arccosh"], ["atanh", "arctanh"], ["cosec", "csc"], ["lg", "log10"],
]);

/** Name of a known function, under one spelling. */
export function functionName(word: string): string | undefined {
  return FUNCTION_SET.has(word) ? (FUNCTION_ALIASES.get(word) ?? word) : undefined;
}
const FUNCTION_SET = new Set([...FUNCTIONS, "cosec"]);

/** Commands and words that name one symbol. */
export const SYMBOLS = new Map<string, string>([
  ...(
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi rho sigma tau upsilon phi chi psi omega " +
    "Gamma Delta Theta Lambda Xi Sigma Upsilon Phi Psi Omega Pi ell hbar nabla partial aleph imath jmath dagger odot"
  )
    .split(" ")
    .map((name): [string, string] => [name, name]),
  ["varepsilon", "epsilon"], ["vartheta", "theta"], ["varphi", "phi"], ["varrho", "rho"], ["varsigma", "sigma"],
  ["pi", "π"], ["infty", "∞"], ["emptyset", "∅"], ["varnothing", "∅"], ["O", "∅"], ["infinity", "∞"], ["inf", "∞"], ["oo", "∞"],
  ["angle", "∠"], ["triangle", "△"], ["reals", "ℝ"], ["R", "ℝ"],
]);

/** Plain words that name a symbol without a backslash. */
export const PLAIN_SYMBOLS = new Set("pi theta alpha beta gamma delta lambda sigma omega phi infinity inf infty oo".split(" "));

/** Characters that stand for tokens of their own. */
export const CHARACTERS = new Map<string, string>(
  Object.entries({
    "×": "\\times ", "·": "\\cdot ", "∙": "\\cdot ", "⋅": "\\cdot ", "•": "\\cdot ", "÷": "\\div ", "∕": "/", "⁄": "/",
    "≤": "\\le ", "≥": "\\ge ", "⩽": "\\le ", "⩾": "\\ge ", "≠": "\\ne ", "≈": "\\approx ", "≡": "\\equiv ", "≃": "\\approx ", "∞": "\\infty ", "π": "\\pi ",
    "√": "\\sqrt ", "∛": "\\cbrt ", "∪": "\\cup ", "∩": "\\cap ", "∈": "\\in ", "∅": "\\emptyset ", "ℝ": "\\mathbb{R}", "ℤ": "\\mathbb{Z}",
    "ℕ": "\\mathbb{N}", "ℚ": "\\mathbb{Q}", "ℂ": "\\mathbb{C}", "°": "^\\circ ", "º": "^\\circ ", "±": "\\pm ", "∓": "\\mp ", "′": "'", "’": "'",
    "∠": "\\angle ", "△": "\\triangle ", "⌊": "\\lfloor ", "⌋": "\\rfloor ", "⌈": "\\lceil ", "⌉": "\\rceil ", "⟨": "\\langle ", "⟩": "\\rangle ",
    "⁰": "^0", "¹": "^1", "²": "^2", "³": "^3", "⁴": "^4", "⁵": "^5", "⁶": "^6", "⁷": "^7", "⁸": "^8", "⁹": "^9", "₀": "_0", "₁": "_1", "₂": "_2",
    "₃": "_3", "₄": "_4", "₅": "_5", "₆": "_6", "₇": "_7", "₈": "_8", "₉": "_9", "½": "\\frac{1}{2}", "⅓": "\\frac{1}{3}", "⅔": "\\frac{2}{3}",
    "¼": "\\frac{1}{4}", "¾": "\\frac{3}{4}", "、": ",", "。": ".", "℃": "^\\circ C", "∖": "\\setminus ", "∣": "|", "∶": ":", "…": "\\ldots ", "−": "-", "—": "-",
    "①": "\\textcircled{1}", "②": "\\textcircled{2}", "③": "\\textcircled{3}", "④": "\\textcircled{4}", "⑤": "\\textcircled{5}", "⑥": "\\textcircled{6}",
    α: "\\alpha ", β: "\\beta ", γ: "\\gamma ", δ: "\\delta ", ε: "\\epsilon ", θ: "\\theta ", λ: "\\lambda ", μ: "\\mu ", ρ: "\\rho ",
    σ: "\\sigma ", τ: "\\tau ", φ: "\\phi ", ϕ: "\\phi ", ω: "\\omega ", Δ: "\\Delta ", Ω: "\\Omega ", "€": "", "£": "", "¥": "", "￥": "",
  }),
);

/** Words that join answers, by what they mean. */
export const JOINERS = new Map<string, "or" | "and">([
  ["or", "or"], ["and", "and"], ["或", "or"], ["或者", "or"], ["和", "and"], ["且", "and"], ["与", "and"], ["及", "and"], ["并且", "and"], ["以及", "and"],
]);

/** Words that open a remark after the answer. */
export const REMARKS = new Set("where for with when modulo if since because as from given such".split(" "));
