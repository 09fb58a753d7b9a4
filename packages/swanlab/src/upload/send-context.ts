import type { Connection } from "../api/connect.js";
import type { HttpClient } from "../api/http.js";
import type { Progress } from "./metrics.js";

/** What every part of a batch needs to be sent. */
export interface SendContext {
  readonly http: HttpClient;
  readonly connection: Connection;
  readonly progress: Progress;
  readonly runFolder: string;
  /** Added to the numbers of console lines. */
  readonly lineOffset: number;
}
