/** Length of a name that every MLflow server takes. */
const MAX_NAME = 250;

/**
 * A series' key as a name that MLflow takes: letters, digits, `_ - . /` and blanks, no empty or dotted path parts. A slash inside a
 * section's key, as in `tok/s`, is written `per`.
 */
export function metricName(key: string, section?: string): string {
  const whole = section === undefined ? key : `${section}/${key.replaceAll("/", " per ")}`;
  const parts = whole
    .replaceAll("%", "percent")
    .replace(/[()[\]]/g, "")
    .replace(/[^\p{L}\p{N}_/.\- ]/gu, "_")
    .split("/")
    .map((part) => part.trim())
    .filter((part) => part !== "" && !/^\.+$/.test(part));
  return Array.from(parts.join("/")).slice(0, MAX_NAME).join("").replace(/[/ ]+$/, "") || "unnamed";
}

/** Gives each key one name, and no two keys the same. */
export class MetricNames {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  of(key: string, section?: string): string {
    const id = section === undefined ? key : `${section}\n${key}`;
    const known = this.#names.get(id);
    if (known !== undefined) return known;
    const plain = metricName(key, section);
    let name = plain;
    for (let number = 2; this.#taken.has(name); number += 1) name = `${plain.slice(0, MAX_NAME - 6)}_${number}`;
    this.#names.set(id, name);
    this.#taken.add(name);
    return name;
  }
}
