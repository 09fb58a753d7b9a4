import type { Row } from "../tabular/declaration.js";

export interface PlacedRow {
  readonly row: Row;
  /** Counted from 1: the line on which the row begins, or the number of the row in a parquet or arrow file or below a key. */
  readonly line: number;
}

export type RowBatches = AsyncGenerator<readonly PlacedRow[]>;
