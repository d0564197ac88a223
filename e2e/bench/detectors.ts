/** Detectors that users would pick instead, as their papers and libraries describe them; fed one check at a time. */

export interface Detector {
  /** @param x 1: the check failed. Returns whether it alarms; then it starts anew. */
  step(x: 0 | 1): boolean;
}

/** Page–Hinkley on an increase: Σ(x − mean so far − δ) above its minimum by more than λ. */
export class PageHinkley implements Detector {
  private n = 0;
  private mean = 0;
  private sum = 0;
  private least = 0;

  constructor(
    private readonly lambda: number,
    private readonly delta = 0.005,
    private readonly atLeast = 30,
  ) {}

  step(x: 0 | 1): boolean {
    this.n++;
    this.mean += (x - this.mean) / this.n;
    this.sum += x - this.mean - this.delta;
    if (this.sum < this.least) this.least = this.sum;
    if (this.n < this.atLeast || this.sum - this.least <= this.lambda) return false;
    this.n = this.mean = this.sum = this.least = 0;
    return true;
  }
}

const PER_ROW = 5;

/** ADWIN (Bifet and Gavaldà, 2007) with the usual defaults: an exponential histogram, cut where two halves differ. */
export class Adwin implements Detector {
  /** Row r: sums of 2^r checks each, the oldest first. */
  private rows: number[][] = [[]];
  private width = 0;
  private total = 0;
  private ticks = 0;

  constructor(
    private readonly delta = 0.002,
    private readonly clock = 32,
  ) {}

  step(x: 0 | 1): boolean {
    this.rows[0]?.push(x);
    this.width++;
    this.total += x;
    for (let r = 0; (this.rows[r]?.length ?? 0) > PER_ROW; r++) {
      const row = this.rows[r] as number[];
      const merged = (row.shift() as number) + (row.shift() as number);
      this.rows[r + 1] ??= [];
      this.rows[r + 1]?.push(merged);
    }
    if (++this.ticks % this.clock !== 0 || this.width < 10) return false;
    let alarmed = false;
    while (this.cut()) alarmed = true;
    return alarmed;
  }

  /** Drops the oldest bucket where some split into older and newer is too uneven for chance. */
  private cut(): boolean {
    const mean = this.total / this.width;
    const variance = mean * (1 - mean);
    const log = Math.log((2 * Math.log(this.width)) / this.delta);
    let [n0, sum0] = [0, 0];
    for (let r = this.rows.length - 1; r >= 0; r--) {
      for (const sum of this.rows[r] as number[]) {
        n0 += 2 ** r;
        sum0 += sum;
        const n1 = this.width - n0;
        if (n0 < 5 || n1 < 5) continue;
        const m = 1 / (1 / (n0 - 4) + 1 / (n1 - 4));
        const bound = Math.sqrt((2 / m) * variance * log) + (2 / (3 * m)) * log;
        if (Math.abs(sum0 / n0 - (this.total - sum0) / n1) > bound) return this.dropOldest();
      }
    }
    return false;
  }

  private dropOldest(): boolean {
    let last = this.rows.length - 1;
    while (last > 0 && this.rows[last]?.length === 0) last--;
    const sum = this.rows[last]?.shift() as number;
    this.width -= 2 ** last;
    this.total -= sum;
    return true;
  }
}
