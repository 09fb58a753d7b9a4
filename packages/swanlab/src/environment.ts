/** Variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of this process; the only place of this package that reads them. */
export function processEnvironment(): Environment {
  return process.env;
}
