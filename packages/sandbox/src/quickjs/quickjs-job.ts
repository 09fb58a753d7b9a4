/** A program for a QuickJS thread. */
export interface QuickJsJob {
  /** What is evaluated once, before the first program: others with the same preparation start from where it ended. */
  readonly preparation: string;
  readonly source: string;
  readonly name: string;
  readonly input: string;
  readonly hasResult: boolean;
  readonly cpuMs: number;
  readonly wallMs: number;
  readonly memoryBytes: number;
  readonly outputBytes: number;
}
