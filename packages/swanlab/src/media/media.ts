import { SwanlabConfigError } from "../errors.js";

export type MediaKind = "text" | "image" | "echarts" | "html";

/** A text, an image, a chart, a table or a page, ready to be logged. */
export class Media {
  readonly kind: MediaKind;
  readonly content: string | Uint8Array;
  /** Of the file, without the dot. */
  readonly extension: string;
  readonly caption: string | undefined;

  constructor(kind: MediaKind, content: string | Uint8Array, options: { readonly extension: string; readonly caption?: string | undefined }) {
    this.kind = kind;
    this.content = content;
    this.extension = options.extension;
    this.caption = options.caption;
  }
}

export interface MediaOptions {
  /** Shown under it. */
  readonly caption?: string;
}

/** A text to be shown as it is. */
export function text(content: string, { caption }: MediaOptions = {}): Media {
  return new Media("text", content, { extension: "txt", caption });
}

/** A page, shown in a frame of its own. */
export function html(content: string, { caption }: MediaOptions = {}): Media {
  return new Media("html", content, { extension: "html", caption });
}

/** An image from the bytes of a PNG, JPEG or BMP file. Throws `SwanlabConfigError` for other bytes. */
export function image(bytes: Uint8Array, { caption }: MediaOptions = {}): Media {
  const extension = imageExtension(bytes);
  if (extension === undefined) throw new SwanlabConfigError("SwanLab shows PNG, JPEG and BMP images; these bytes are none of them.");
  return new Media("image", bytes.slice(), { extension, caption });
}

/** An ECharts chart from its option object (plain data: no functions). */
export function echarts(option: Readonly<Record<string, unknown>>, { caption }: MediaOptions = {}): Media {
  return new Media("echarts", toJson(option), { extension: "json", caption });
}

export type TableCell = string | number | boolean | undefined;

/** A table of named columns; cells that are missing or not finite stay empty. Of columns with the same name the later ones are numbered. */
export function table(headers: readonly string[], rows: readonly (readonly TableCell[])[], { caption }: MediaOptions = {}): Media {
  const fields = uniqueNames(headers);
  const rowData = rows.map((row) => Object.fromEntries(fields.map((field, index) => [field, row[index] ?? null])));
  const content = toJson({ _swanLab: "table", colDefs: fields.map((field) => ({ field })), rowData });
  return new Media("echarts", content, { extension: "json", caption });
}

function uniqueNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    let unique = name;
    for (let count = 2; taken.has(unique); count += 1) unique = `${name} (${count})`;
    taken.add(unique);
    return unique;
  });
}

function toJson(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, member: unknown) => (typeof member === "bigint" ? Number(member) : member));
  } catch (error) {
    throw new SwanlabConfigError("A chart or table is not plain data.", { cause: error });
  }
}

function imageExtension(bytes: Uint8Array): string | undefined {
  const starts = (...signature: readonly number[]) => signature.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return "png";
  if (starts(0xff, 0xd8, 0xff)) return "jpg";
  return starts(0x42, 0x4d) ? "bmp" : undefined;
}
