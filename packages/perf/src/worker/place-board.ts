/** Memory that all threads of a run see: who has which place, who waits. */
export interface PlaceBoard {
  readonly workers: number;
  /** See `PlaceBoardView` for what stands where. */
  readonly cells: Int32Array<SharedArrayBuffer>;
  /** By place: since when it stands free. Written before the place is passed on, read after it was got. */
  readonly freeSinceMs: Float64Array<SharedArrayBuffer>;
}

const NOBODY = 2 ** 31 - 1;
const IN_USE = 0;
const FREE = -1;

/** A board for so many places. `isSplit`: each thread begins with an equal part of them, the first ones with the odd ones; else all lie free. */
export function placeBoard(places: number, workers: number, isSplit: boolean): PlaceBoard {
  const cells = new Int32Array(new SharedArrayBuffer((1 + 3 * workers + places) * Int32Array.BYTES_PER_ELEMENT));
  const board: PlaceBoard = { workers, cells, freeSinceMs: new Float64Array(new SharedArrayBuffer(places * Float64Array.BYTES_PER_ELEMENT)) };
  cells.fill(NOBODY, 1, 1 + workers);
  for (let place = 0; place < places; place += 1) {
    const owner = place % workers;
    cells[1 + 3 * workers + place] = isSplit ? owner + 1 : FREE;
    const counted = isSplit ? 1 + workers + owner : 0;
    cells[counted] = (cells[counted] ?? 0) + 1;
  }
  return board;
}

/**
 * The steps that threads take on the board, each safe at any time. Cells: number of free places; by thread the index of the request that waits first, the
 * number of places handed to it, a counter that it sleeps on; by place its state. A counter is raised after the states it counts and lowered before, so that who
 * has lowered it finds a place.
 */
export class PlaceBoardView {
  readonly #board: PlaceBoard;
  readonly #cells: Int32Array<SharedArrayBuffer>;
  readonly #worker: number;
  readonly #states: number;
  /** Where the last search ended: the next one often finds there. */
  #cursor: number;

  constructor(board: PlaceBoard, worker: number) {
    this.#board = board;
    this.#cells = board.cells;
    this.#worker = worker;
    this.#states = 1 + 3 * board.workers;
    this.#cursor = worker;
  }

  get hasFree(): boolean {
    return Atomics.load(this.#cells, 0) > 0;
  }

  get hasHanded(): boolean {
    return Atomics.load(this.#cells, this.#handedCell(this.#worker)) > 0;
  }

  freeSinceMs(place: number): number {
    return this.#board.freeSinceMs[place] ?? 0;
  }

  setFreeSince(place: number, atMs: number): void {
    this.#board.freeSinceMs[place] = atMs;
  }

  /** The thread that a place was given to at the start of a split. */
  home(place: number): number {
    return place % this.#board.workers;
  }

  /** A place that was handed to this thread, else a free one. */
  take(): number | undefined {
    return this.#claim(this.#handedCell(this.#worker), this.#worker + 1) ?? this.#claim(0, FREE);
  }

  /** A free one. */
  takeFree(): number | undefined {
    return this.#claim(0, FREE);
  }

  putFree(place: number): void {
    Atomics.store(this.#cells, this.#states + place, FREE);
    Atomics.add(this.#cells, 0, 1);
  }

  setWaiting(index: number | undefined): void {
    Atomics.store(this.#cells, 1 + this.#worker, index === undefined ? NOBODY : Math.min(index, NOBODY - 1));
  }

  isWaiting(worker: number): boolean {
    return Atomics.load(this.#cells, 1 + worker) !== NOBODY;
  }

  /** The other thread whose request is the first of all that wait; undefined when none does, or none before `limit`. */
  firstWaiting(limit = NOBODY): number | undefined {
    let first: number | undefined;
    let least = limit;
    for (let worker = 0; worker < this.#board.workers; worker += 1) {
      if (worker === this.#worker) continue;
      const index = Atomics.load(this.#cells, 1 + worker);
      if (index >= least) continue;
      least = index;
      first = worker;
    }
    return first;
  }

  /** Hands a place to a thread and wakes it; false when it does not wait any more. One place for each time that it says it waits. */
  hand(place: number, worker: number): boolean {
    const index = Atomics.load(this.#cells, 1 + worker);
    if (index === NOBODY || Atomics.compareExchange(this.#cells, 1 + worker, index, NOBODY) !== index) return false;
    Atomics.store(this.#cells, this.#states + place, worker + 1);
    Atomics.add(this.#cells, this.#handedCell(worker), 1);
    const bell = 1 + 2 * this.#board.workers + worker;
    Atomics.add(this.#cells, bell, 1);
    Atomics.notify(this.#cells, bell);
    return true;
  }

  /** Resolves when something was handed to this thread after this call. */
  async handed(): Promise<void> {
    const bell = 1 + 2 * this.#board.workers + this.#worker;
    await Atomics.waitAsync(this.#cells, bell, Atomics.load(this.#cells, bell)).value;
  }

  #handedCell(worker: number): number {
    return 1 + this.#board.workers + worker;
  }

  /** Lowers the counter and looks for a place of that state. */
  #claim(counter: number, state: number): number | undefined {
    for (let count = Atomics.load(this.#cells, counter); ; count = Atomics.load(this.#cells, counter)) {
      if (count <= 0) return undefined;
      if (Atomics.compareExchange(this.#cells, counter, count, count - 1) === count) break;
    }
    const places = this.#board.freeSinceMs.length;
    for (let place = this.#cursor % places; ; place = (place + 1) % places) {
      if (Atomics.compareExchange(this.#cells, this.#states + place, state, IN_USE) !== state) continue;
      this.#cursor = place;
      return place;
    }
  }
}
