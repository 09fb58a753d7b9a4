import { ProtoWriter } from "../shared/proto-writer.js";

// Numbers of tensorflow/core/util/event.proto, framework/summary.proto, framework/tensor.proto.
const EVENT = { wallTime: 1, step: 2, fileVersion: 3, summary: 5 } as const;
const VALUE = { tag: 1, simpleValue: 2, tensor: 8, metadata: 9 } as const;
const DT_STRING = 7;
const CLASS_TENSOR = 2;

/** The first event of every file. */
export function versionEvent(atMs: number): Uint8Array {
  return new ProtoWriter().double(EVENT.wallTime, atMs / 1_000).text(EVENT.fileVersion, "brain.Event:2").finish();
}

interface Moment {
  readonly step: number;
  readonly atMs: number;
}

/** Values of one step by tag. They are stored in single precision, as TensorBoard does. */
export function scalarsEvent(values: Readonly<Record<string, number>>, moment: Moment): Uint8Array {
  const summary = new ProtoWriter();
  for (const [tag, value] of Object.entries(values)) summary.message(1, new ProtoWriter().text(VALUE.tag, tag).float(VALUE.simpleValue, value));
  return summaryEvent(summary, moment);
}

/** Texts in Markdown; rows of more than one cell are shown as a table. */
export function textEvent(tag: string, cells: readonly (readonly string[])[], moment: Moment): Uint8Array {
  const columns = cells[0]?.length ?? 0;
  const shape = new ProtoWriter().message(2, new ProtoWriter().integer(1, cells.length));
  if (columns > 1) shape.message(2, new ProtoWriter().integer(1, columns));
  const tensor = new ProtoWriter().integer(1, DT_STRING).message(2, shape);
  for (const cell of cells.flat()) tensor.text(8, cell);
  const metadata = new ProtoWriter().message(1, new ProtoWriter().text(1, "text")).integer(4, CLASS_TENSOR);
  const value = new ProtoWriter().text(VALUE.tag, tag).message(VALUE.tensor, tensor).message(VALUE.metadata, metadata);
  return summaryEvent(new ProtoWriter().message(1, value), moment);
}

/** A value of the parameters plug-in, which lives in the metadata alone. */
export function parametersEvent(tag: string, data: ProtoWriter, atMs: number): Uint8Array {
  const metadata = new ProtoWriter().message(1, new ProtoWriter().text(1, "hparams").message(2, data));
  const value = new ProtoWriter().text(VALUE.tag, tag).message(VALUE.metadata, metadata);
  return summaryEvent(new ProtoWriter().message(1, value), { step: 0, atMs });
}

function summaryEvent(summary: ProtoWriter, { step, atMs }: Moment): Uint8Array {
  return new ProtoWriter().double(EVENT.wallTime, atMs / 1_000).integer(EVENT.step, step).message(EVENT.summary, summary).finish();
}
