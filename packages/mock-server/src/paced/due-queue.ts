/** Things by the time at which they are due: a binary heap in arrays. */
export class DueQueue<Item> {
  readonly #times: number[] = [];
  readonly #items: Item[] = [];

  get length(): number {
    return this.#times.length;
  }

  /** Time of the first; Infinity when there is none. */
  get nextMs(): number {
    return this.#times[0] ?? Infinity;
  }

  push(dueMs: number, item: Item): void {
    let place = this.#times.length;
    this.#times.push(dueMs);
    this.#items.push(item);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      if ((this.#times[parent] ?? 0) <= dueMs) break;
      this.#move(parent, place);
      place = parent;
    }
    this.#times[place] = dueMs;
    this.#items[place] = item;
  }

  /** Takes the first out. */
  pop(): Item | undefined {
    const first = this.#items[0];
    const lastTime = this.#times.pop();
    const lastItem = this.#items.pop();
    if (lastTime === undefined || lastItem === undefined || this.#times.length === 0) return first;
    let place = 0;
    for (;;) {
      const left = 2 * place + 1;
      if (left >= this.#times.length) break;
      const right = left + 1;
      const child = right < this.#times.length && (this.#times[right] ?? 0) < (this.#times[left] ?? 0) ? right : left;
      if ((this.#times[child] ?? 0) >= lastTime) break;
      this.#move(child, place);
      place = child;
    }
    this.#times[place] = lastTime;
    this.#items[place] = lastItem;
    return first;
  }

  #move(from: number, to: number): void {
    const time = this.#times[from];
    const item = this.#items[from];
    if (time === undefined || item === undefined) return;
    this.#times[to] = time;
    this.#items[to] = item;
  }
}
