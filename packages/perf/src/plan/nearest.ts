const LONGEST = 64;

/** Up to three of the known names that are close to what was written, nearest first. */
export function nearest(name: string, known: readonly string[]): readonly string[] {
  const asked = plain(name);
  if (asked === "" || asked.length > LONGEST) return [];
  const farthest = Math.max(2, Math.floor(asked.length * 0.4));
  return known
    .map((candidate) => ({ candidate, distance: asked.length >= 3 && plain(candidate).startsWith(asked) ? 1 : distanceOf(asked, plain(candidate)) }))
    .filter(({ distance }) => distance <= farthest)
    .toSorted((first, second) => first.distance - second.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll("-", "_");
}

/** Letters to change, add or drop. */
function distanceOf(first: string, second: string): number {
  let row = Array.from({ length: second.length + 1 }, (_, index) => index);
  for (let line = 1; line <= first.length; line += 1) {
    const next = [line];
    for (let column = 1; column <= second.length; column += 1) {
      const swap = (row[column - 1] ?? 0) + (first[line - 1] === second[column - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[column] ?? 0) + 1, (next[column - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[second.length] ?? 0;
}
