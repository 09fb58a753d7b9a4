/** What a program prints: each of its streams (1 and 2; 3 for results) up to a number of bytes, cut between characters. */
export class ProgramOutput {
  readonly kept: Record<1 | 2 | 3, string[]> = { 1: [], 2: [], 3: [] };
  readonly #room: Record<1 | 2 | 3, number>;
  truncated = false;

  constructor(limit: number) {
    this.#room = { 1: limit, 2: limit, 3: limit };
  }

  add(stream: 1 | 2 | 3, text: string): void {
    const room = this.#room[stream];
    if (room === 0) {
      this.truncated ||= text !== "";
      return;
    }
    let bytes = Buffer.from(text.slice(0, room));
    if (bytes.length > room || text.length > room) {
      this.truncated = true;
      bytes = bytes.subarray(0, room);
    }
    this.#room[stream] -= bytes.length;
    this.kept[stream].push(this.#room[stream] === 0 ? bytes.toString().replace(/\ufffd+$/u, "") : bytes.toString());
  }
}
