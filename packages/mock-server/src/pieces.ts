/** Cuts a text into the pieces that stand for tokens: up to 8 characters with the white space before them. */
export function cutIntoPieces(text: string): string[] {
  const trimmed = text.trimEnd();
  const pieces: string[] = trimmed.match(/\s*\S{1,8}/gu) ?? [];
  if (trimmed.length < text.length) pieces.push(text.slice(trimmed.length));
  return pieces;
}
