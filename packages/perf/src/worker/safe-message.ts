const MOST_CHARACTERS = 300;
const SECRET_HEADER = /^(?:authorization|cookie|.*(?:key|token|secret).*)$/i;

/** A server's words, fit for files and terminals: no control characters, not long, and without the keys that were sent with the request. */
export function safeMessage(text: string, headers: Readonly<Record<string, string>>): string {
  let safe = text;
  for (const [name, value] of Object.entries(headers)) {
    if (!SECRET_HEADER.test(name)) continue;
    for (const secret of [value, value.replace(/^\S+\s+/, "")]) {
      if (secret.length >= 4) safe = safe.replaceAll(secret, "***");
    }
  }
  safe = safe.replace(/[\p{Cc}\p{Cf}]+/gu, " ").trim();
  return safe.length <= MOST_CHARACTERS ? safe : `${safe.slice(0, MOST_CHARACTERS)}…`;
}
