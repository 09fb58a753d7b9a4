/** What every tracker can be told. */
export interface TrackerOptions {
  /** Told, in one sentence each, what did not get through and what to do about it. */
  readonly onWarning?: (text: string) => void;
  /** Told where the run can be seen. */
  readonly onNote?: (text: string) => void;
}
