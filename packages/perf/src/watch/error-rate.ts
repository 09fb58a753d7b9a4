const WINDOW = 100;

/** Share of failures among the last 100 requests, kept in constant work a request. */
export class ErrorRate {
  readonly #failed = new Uint8Array(WINDOW);
  #count = 0;
  #failures = 0;

  add(isFailure: boolean): void {
    const place = this.#count % WINDOW;
    this.#failures += (isFailure ? 1 : 0) - (this.#failed[place] ?? 0);
    this.#failed[place] = isFailure ? 1 : 0;
    this.#count += 1;
  }

  /** Undefined until 100 requests have ended. */
  get share(): number | undefined {
    return this.#count < WINDOW ? undefined : this.#failures / WINDOW;
  }
}
