/** The text as the name of a file or folder on every system: separators, controls and marks become `_`, at most 100 characters, never empty. */
export function fileName(text: string): string {
  const safe = text
    .toWellFormed()
    .replace(/[<>:"/\\|?*#%\s\u0000-\u001f\u007f-\u009f]+/g, "_")
    .replace(/^[._-]+|[._ ]+$/g, "");
  return Array.from(safe).slice(0, 100).join("") || "unnamed";
}
