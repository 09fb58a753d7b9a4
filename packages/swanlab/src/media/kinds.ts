import { columnTypes } from "../file/records.js";
import type { MediaKind } from "./media.js";

/** Folder of each type of column, in the run's folder and on the server. */
export const mediaFolders: Readonly<Record<number, string>> = {
  [columnTypes.image]: "image",
  [columnTypes.text]: "text",
  [columnTypes.echarts]: "echarts",
  [columnTypes.html]: "html",
};

/** Type of the column of each kind of value. */
export const columnTypeOf: Readonly<Record<MediaKind, number>> = {
  image: columnTypes.image,
  text: columnTypes.text,
  echarts: columnTypes.echarts,
  html: columnTypes.html,
};

/** Name of each type of column on the server. */
export const columnTypeNames: Readonly<Record<number, string>> = {
  [columnTypes.scalar]: "FLOAT",
  [columnTypes.image]: "IMAGE",
  [columnTypes.text]: "TEXT",
  [columnTypes.echarts]: "ECHARTS",
  [columnTypes.html]: "HTML",
};

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  txt: "text/plain",
  json: "application/json",
  html: "text/html",
  png: "image/png",
  jpg: "image/jpeg",
  bmp: "image/bmp",
};

export function contentTypeOf(filename: string): string {
  return CONTENT_TYPES[filename.slice(filename.lastIndexOf(".") + 1)] ?? "application/octet-stream";
}
