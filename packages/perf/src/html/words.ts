import { html, type Markup } from "./markup.js";

/** The same in both languages of the page. */
export interface Words {
  readonly en: string;
  readonly zh: string;
}

/** Both languages; the page shows one of them. */
export function say({ en, zh }: Words): Markup {
  return html`<span class="en" lang="en">${en}</span><span class="zh" lang="zh-CN">${zh}</span>`;
}

/** For texts inside of SVG. `attributes` are those of the text element. */
export function sayInSvg({ en, zh }: Words, attributes: { readonly x: number; readonly y: number; readonly anchor: "start" | "middle" | "end"; readonly turned?: boolean }): Markup {
  const { x, y, anchor, turned = false } = attributes;
  const line = (language: "en" | "zh", text: string): Markup =>
    turned ? html`<text class="${language} label" text-anchor="${anchor}" transform="translate(${x} ${y}) rotate(-90)">${text}</text>` : html`<text class="${language} label" text-anchor="${anchor}" x="${x}" y="${y}">${text}</text>`;
  return html`${line("en", en)}${line("zh", zh)}`;
}
