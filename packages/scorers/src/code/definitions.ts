const escape = (name: string): string => name.replace(/[^\w]/g, "\\$&");

/** Whether a program defines a function, method or class of this name: `def`, `function`, `func`, `fn`, `class`, `const name =`, a typed head, a shell function. */
export function defines(code: string, name: string): boolean {
  const first = escape(name.split(".")[0] ?? name);
  if (!code.includes(name.split(".")[0] ?? name)) return false;
  const heads = [
    `^[ \\t]{0,40}(?:async[ \\t]+)?(?:def|class)[ \\t]+${first}\\b`,
    `^[ \\t]{0,40}(?:export[ \\t]+)?(?:default[ \\t]+)?(?:async[ \\t]+)?(?:function\\*?|func|fn|class|struct|pub[ \\t]+fn)[ \\t]+${first}\\b`,
    `^[ \\t]{0,40}(?:export[ \\t]+)?(?:const|let|var)[ \\t]+${first}\\b`,
    `^${first}[ \\t]{0,4}=(?!=)`,
    `^[ \\t]{0,40}(?:function[ \\t]+)?${first}[ \\t]{0,4}\\(\\)[ \\t]{0,4}\\n?\\{`,
    `^[ \\t]{0,40}(?!return\\b|else\\b)[A-Za-z_][\\w<>,:&*\\[\\] \\t]{0,200}[ \\t&*>\\]]${first}[ \\t]{0,4}\\([^;\\n]{0,400}$`,
  ];
  return new RegExp(heads.join("|"), "m").test(code);
}

const TOP_LEVEL = /^(?:async[ \t]+)?(?:def|class)[ \t]+(\w{1,200})|^(\w{1,200})[ \t]{0,4}(?::[^=\n]{1,100})?=(?!=)|^(?:export[ \t]+)?(?:async[ \t]+)?(?:function\*?|const|let|var)[ \t]+([\w$]{1,200})/gm;
const IMPORTED = /^(?:from[ \t]+[\w.]{1,200}[ \t]+)?import[ \t]+([^\n#]{1,500})/gm;

/** Names that a program defines or imports at its top level. */
export function topLevelNames(code: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const [, defined, assigned, declared] of code.matchAll(TOP_LEVEL)) names.add(defined ?? assigned ?? declared ?? "");
  for (const [, list = ""] of code.matchAll(IMPORTED)) {
    for (const item of list.replace(/[()]/g, "").split(",")) {
      const words = item.trim().split(/\s+/);
      names.add((words.at(-1) ?? "").split(".")[0] ?? "");
    }
  }
  names.delete("");
  return names;
}

/** Every word of a program, defined or used. */
export function wordsOf(code: string): ReadonlySet<string> {
  return new Set(code.match(/[A-Za-z_$][\w$]{0,199}/g) ?? []);
}
