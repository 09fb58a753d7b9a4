/** The first `most` characters of a text; characters outside of the basic plane are not cut in two. */
export function cut(text: string, most: number): string {
  return text.length <= most ? text : Array.from(text.slice(0, 2 * most)).slice(0, most).join("");
}
