import { createHmac, timingSafeEqual } from "node:crypto";

/** Fields of a message to or from the harness: `name length`, a line feed, that many bytes. */
export function encodeFields(fields: Readonly<Record<string, string>>): Uint8Array {
  return Buffer.concat(
    Object.entries(fields).flatMap(([name, text]) => {
      const bytes = Buffer.from(text, "utf8");
      return [Buffer.from(`${name} ${bytes.length}\n`), bytes];
    }),
  );
}

function decodeFields(bytes: Buffer): Readonly<Record<string, string>> {
  const fields: Record<string, string> = {};
  let at = 0;
  while (at < bytes.length) {
    const end = bytes.indexOf(10, at);
    const [name = "", size = "0"] = bytes.toString("utf8", at, end).split(" ");
    at = end + 1 + Number(size);
    fields[name] = bytes.toString("utf8", end + 1, at);
  }
  return fields;
}

const LINE = /^@([0-9a-f]{64}) ([0-9a-f]+)$/;

/** The fields of the one message on the result channel that the key signs; undefined when there is none. Whatever else stands there is ignored. */
export function readSigned(channel: string, key: Uint8Array): Readonly<Record<string, string>> | undefined {
  for (const line of channel.split("\n")) {
    const [, signature, hex] = LINE.exec(line) ?? [];
    if (signature === undefined || hex === undefined) continue;
    const payload = Buffer.from(hex, "hex");
    const expected = createHmac("sha256", key).update(payload).digest();
    if (timingSafeEqual(expected, Buffer.from(signature, "hex"))) return decodeFields(payload);
  }
  return undefined;
}
