/** Plain values as text and back, on the side of the tests: the one code of both harnesses. */
export const CODEC = String.raw`class NotPlain extends Error {}
function real(node) {
  if (!Array.isArray(node)) throw new NotPlain("a broken message");
  const [kind, content] = node;
  if (kind === "u") return undefined;
  if (kind === "0") return null;
  if (kind === "n") return typeof content === "number" ? content : Number(content);
  if (kind === "s") return String(content);
  if (kind === "b") return content === true;
  if (kind === "i") return BigInt(content);
  if (!Array.isArray(content)) throw new NotPlain("a broken message");
  if (kind === "a") return content.map(real);
  if (kind === "m") return new Map(content.map(([key, item]) => [real(key), real(item)]));
  if (kind === "S") return new Set(content.map(real));
  if (kind !== "o") throw new NotPlain("a broken message");
  const made = {};
  for (const [name, item] of content) Object.defineProperty(made, String(name), { value: real(item), enumerable: true, writable: true, configurable: true });
  return made;
}
function plain(value) {
  if (value === undefined) return ["u"];
  if (value === null) return ["0"];
  if (typeof value === "number") return ["n", Number.isFinite(value) && !Object.is(value, -0) ? value : Object.is(value, -0) ? "-0" : String(value)];
  if (typeof value === "string") return ["s", value];
  if (typeof value === "boolean") return ["b", value];
  if (typeof value === "bigint") return ["i", String(value)];
  if (Array.isArray(value)) return ["a", Array.from(value, plain)];
  if (value instanceof Map) return ["m", [...value].map(([key, item]) => [plain(key), plain(item)])];
  if (value instanceof Set) return ["S", [...value].map(plain)];
  if (typeof value === "object") return ["o", Object.entries(value).map(([key, item]) => [key, plain(item)])];
  throw new NotPlain("the tests pass a value of the type " + typeof value);
}`;
