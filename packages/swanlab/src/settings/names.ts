import { SwanlabConfigError } from "../errors.js";

interface NameRule {
  readonly what: string;
  readonly most: number;
  readonly pattern?: RegExp;
  readonly alphabet?: string;
}

const RULES = {
  project: { what: "project", most: 100, pattern: /^[0-9a-zA-Z_\-+.]+$/, alphabet: "letters, digits and _ - + ." },
  workspace: { what: "workspace", most: 25, pattern: /^[0-9a-zA-Z_-]+$/, alphabet: "letters, digits and - _" },
  experimentName: { what: "experiment name", most: 512 },
  description: { what: "description", most: 1024 },
  group: { what: "group", most: 512 },
  jobType: { what: "job type", most: 512 },
  tag: { what: "tag", most: 512 },
  color: { what: "color", most: 7, pattern: /^#[0-9a-fA-F]{6}$/, alphabet: "#RRGGBB" },
  id: { what: "run id", most: 512, pattern: /^[^<>:"/\\|?*#%\u0000-\u001f\u007f]+$/, alphabet: 'no control characters and none of < > : " / \\ | ? * # %' },
} as const satisfies Record<string, NameRule>;

/** The name itself when SwanLab takes it; throws `SwanlabConfigError` otherwise. */
export function checkName(kind: keyof typeof RULES, value: string): string {
  const rule: NameRule = RULES[kind];
  const length = [...value].length;
  if (length < 1 || length > rule.most) {
    throw new SwanlabConfigError(`The ${rule.what} has ${length} characters; SwanLab takes 1 to ${rule.most}.`);
  }
  if (rule.pattern !== undefined && !rule.pattern.test(value)) {
    throw new SwanlabConfigError(`The ${rule.what} ${JSON.stringify(value)} is not one that SwanLab takes: ${rule.alphabet}.`);
  }
  return value;
}

/** A project name made of any text, or `undefined` when nothing of it fits. */
export function toProjectName(text: string): string | undefined {
  const name = text.replace(/[^0-9a-zA-Z_\-+.]+/g, "-").slice(0, 100);
  return /[0-9a-zA-Z]/.test(name) ? name : undefined;
}

const RUN_ID_ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";

/** Eight random letters and digits. */
export function randomRunId(): string {
  const random = crypto.getRandomValues(new Uint32Array(8));
  return Array.from(random, (value) => RUN_ID_ALPHABET[value % RUN_ID_ALPHABET.length]).join("");
}

/** The run id as it stands in the names of files and folders. */
export function toFileId(id: string): string {
  const safe = id.replace(/[<>:"/\\|?*#%\u0000-\u001f\u007f]/g, "_").replace(/[.-]/g, "_");
  return safe.replace(/_+/g, "_").replace(/^_|_$/g, "") || "run";
}
