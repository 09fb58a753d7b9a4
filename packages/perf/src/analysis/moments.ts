/** Mean, spread and extremes of values seen one by one (Welford 1962); clusters of dependent values may be told apart. */
export class Moments {
  count = 0;
  mean = 0;
  min = Number.POSITIVE_INFINITY;
  max = Number.NEGATIVE_INFINITY;
  #squares = 0;
  #origin: number | undefined;
  #clusters = 0;
  #clusterSums = { squares: 0, products: 0, sizes: 0 };

  add(value: number, times = 1): void {
    this.count += times;
    const distance = value - this.mean;
    this.mean += (distance * times) / this.count;
    this.#squares += times * distance * (value - this.mean);
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
  }

  /** Tells the sum and number of values that belong together (gaps of one request); to be told for all of them or none. */
  addCluster(sum: number, size: number): void {
    this.#origin ??= sum / size;
    const moved = sum - size * this.#origin;
    this.#clusters += 1;
    this.#clusterSums.squares += moved * moved;
    this.#clusterSums.products += moved * size;
    this.#clusterSums.sizes += size * size;
  }

  /** Sample standard deviation; unknown below two values. */
  get standardDeviation(): number | undefined {
    return this.count < 2 ? undefined : Math.sqrt(Math.max(0, this.#squares) / (this.count - 1));
  }

  /** Standard error of the mean and its degrees of freedom; by clusters where they were told (Liang and Zeger 1986). */
  get error(): { readonly standardError: number; readonly degrees: number } | undefined {
    if (this.#clusters > 0) return this.#clusteredError();
    const deviation = this.standardDeviation;
    return deviation === undefined ? undefined : { standardError: deviation / Math.sqrt(this.count), degrees: this.count - 1 };
  }

  #clusteredError(): { readonly standardError: number; readonly degrees: number } | undefined {
    const groups = this.#clusters;
    if (groups < 2) return undefined;
    const { squares, products, sizes } = this.#clusterSums;
    const mean = this.mean - (this.#origin ?? 0);
    const residuals = Math.max(0, squares - 2 * mean * products + mean * mean * sizes);
    return { standardError: Math.sqrt((groups / (groups - 1)) * residuals) / this.count, degrees: groups - 1 };
  }
}
