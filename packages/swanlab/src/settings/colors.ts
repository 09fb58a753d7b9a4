const COLORS = ["#528d59", "#587ad2", "#c24d46", "#9cbe5d", "#6ebad3", "#dfb142", "#6d4ba4", "#8cc5b7", "#892d58", "#40877c"] as const;

/** The colour of a run among `count` earlier ones of its project: neighbours never look the same. */
export function colorOf(count: number): string {
  return COLORS[count % COLORS.length] ?? COLORS[0];
}
