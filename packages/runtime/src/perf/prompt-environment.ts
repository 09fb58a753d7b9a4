/** What the process lends to the opening of prompts. */
export interface PromptEnvironment {
  /** Whole standard input, for `--prompt -` and `--dataset-path -`. */
  readonly readStdin: () => Promise<string>;
  readonly cacheDir: string;
  readonly signal: AbortSignal;
  readonly onDownload?: (file: string, receivedBytes: number) => void;
}
