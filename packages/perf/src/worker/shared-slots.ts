import { PlaceBoardView, type PlaceBoard } from "./place-board.js";
import type { Places } from "./slots.js";

export interface SharedSlotsOptions {
  readonly board: PlaceBoard;
  readonly worker: number;
  /** In a closed loop a place is used again where it came free, and goes home when its thread waits; else it goes to the request that is due first of all. */
  readonly isClosed: boolean;
  /** Another thread has handed a place over. */
  onPlace(): void;
}

/**
 * One thread's view of a cap that all threads share: never more places than the cap, none unused while any thread waits. A place that comes free is handed
 * straight to the thread whose turn it is, so that nobody can take it on the way.
 */
export class SharedSlots implements Places {
  readonly #board: PlaceBoardView;
  readonly #worker: number;
  readonly #isClosed: boolean;
  readonly #onPlace: () => void;
  /** In use here: those that were this thread's at the start, and others. Which request is on which does not matter. */
  readonly #own: number[] = [];
  readonly #foreign: number[] = [];
  /** Free, and this thread's turn. */
  readonly #ready: number[] = [];
  #waiting: number | undefined;

  constructor({ board, worker, isClosed, onPlace }: SharedSlotsOptions) {
    this.#board = new PlaceBoardView(board, worker);
    this.#worker = worker;
    this.#isClosed = isClosed;
    this.#onPlace = onPlace;
    void this.#listen();
  }

  get hasFree(): boolean {
    return this.#ready.length > 0 || this.#board.hasHanded || this.#board.hasFree;
  }

  take(): number | undefined {
    const place = this.#ready.pop() ?? this.#board.take();
    if (place === undefined) return undefined;
    (this.#board.home(place) === this.#worker ? this.#own : this.#foreign).push(place);
    return this.#board.freeSinceMs(place);
  }

  release(atMs: number): void {
    const place = this.#foreign.pop() ?? this.#own.pop();
    if (place === undefined) return;
    this.#board.setFreeSince(place, atMs);
    if (this.#isClosed) this.#reuse(place);
    else this.#offer(place, this.#waiting);
  }

  setWaiting(index: number | undefined): boolean {
    this.#waiting = index;
    this.#board.setWaiting(index);
    if (index !== undefined) return this.hasFree;
    for (let place = this.#ready.pop() ?? this.#handed(); place !== undefined; place = this.#ready.pop() ?? this.#handed()) this.#offer(place, undefined);
    return false;
  }

  #reuse(place: number): void {
    const home = this.#board.home(place);
    if (home !== this.#worker && this.#board.hand(place, home)) return;
    if (this.#waiting === undefined) this.#offer(place, undefined);
    else this.#ready.push(place);
  }

  /** To the request that comes first: this thread's, when it has one, or another's; free when nobody waits. */
  #offer(offered: number, waiting: number | undefined): void {
    let place: number | undefined = offered;
    while (place !== undefined) {
      const other = this.#board.firstWaiting(waiting);
      if (other !== undefined) {
        if (this.#board.hand(place, other)) return;
      } else if (waiting !== undefined) {
        this.#ready.push(place);
        return;
      } else {
        this.#board.putFree(place);
        // Who said meanwhile that it waits may not have seen the place.
        place = this.#board.firstWaiting() === undefined ? undefined : this.#board.takeFree();
      }
    }
  }

  #handed(): number | undefined {
    return this.#board.hasHanded ? this.#board.take() : undefined;
  }

  async #listen(): Promise<never> {
    for (let handed = this.#board.handed(); ; ) {
      await handed;
      // Listens again before it looks: nothing comes in between.
      handed = this.#board.handed();
      this.#onPlace();
    }
  }
}
