import { deflateSync, crc32 } from "node:zlib";
import { swanlab } from "../../packages/swanlab/dist/index.js";

export const POINTS = 3500;

/** A PNG of one grey pixel. */
export function pixel() {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const bytes = Buffer.alloc(body.length + 8);
    bytes.writeUInt32BE(data.length, 0);
    body.copy(bytes, 4);
    bytes.writeUInt32BE(crc32(body), body.length + 4);
    return bytes;
  };
  const header = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", deflateSync(Buffer.from([0, 128]))), chunk("IEND", Buffer.alloc(0))]);
}

/** A configuration with everything that YAML 1.1 reads otherwise than JSON. */
export const config = {
  rate: 1e-7,
  huge: 1e21,
  negative: -2.5e-300,
  truth: true,
  words: ["=", "yes", "no", "1:30", "0x10", "~", "", " blanks ", "# no comment", "a: b", "line\nbreak", "tab\t", "\u0085\u2028\ufeff\u007f", "钥匙", "😀"],
  nothing: null,
  deep: { "a key: with, marks": { "": [[], {}, [[1]]] } },
};

/** Logs a run of every kind of value; nothing is sent, and how it ends is the caller's. */
export function fill(run) {
  for (let step = 0; step < POINTS; step += 1) run.log({ "train/loss": 1 / (step + 1), "board/square": step * step });
  run.log({ "not finite/nan": Number.NaN, "not finite/infinite": Number.POSITIVE_INFINITY, "钥匙 (tok/s)": 0 }, { step: 3 });
  run.log({ note: swanlab.text("a note", { caption: "said" }), picture: swanlab.image(pixel()) }, { step: 7 });
  run.log({ notes: [swanlab.text("one", { caption: "1" }), swanlab.text("two", { caption: "2" })], page: swanlab.html("<b>page</b>") }, { step: 8 });
  run.log({ table: swanlab.table(["a", "b"], [[1, "x"], [Number.NaN, undefined]]), chart: swanlab.echarts({ series: [] }) }, { step: 9 });
  run.log({ long: swanlab.text("x".repeat(100_000)) }, { step: 10 });
  for (let line = 1; line <= 1200; line += 1) run.print(`line ${line}`, line % 100 === 0 ? "error" : "info");
}
