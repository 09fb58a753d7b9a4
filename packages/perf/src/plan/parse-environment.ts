/** What the process gives besides the flags. */
export interface ParseEnvironment {
  /** For relative paths. */
  readonly resolvePath: (path: string) => string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Draws a seed where the user gives none. */
  readonly drawSeed: () => number;
}
