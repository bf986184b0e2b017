/** Share of the training time that measuring may take. A tenth is promised; drawing needs some. */
const MEASURING_SHARE = 0.03;

/** Share that the monitor may take in all, with its first and its last report. */
const TOTAL_SHARE = 0.04;

/** Share that remarkable moments may take, which do not wait for the next report. */
const REMARKABLE_SHARE = 0.035;

/** Reports of remarkable moments that are made at any cost, because such moments explain a run. */
const FREE_REMARKABLE = 2;

/** Limit on the reports of remarkable moments if `every` is fixed. */
const MAX_REMARKABLE = 20;

/** Estimate of what a report takes, in steps, as long as only the first has been made. */
const REPORT_STEPS = 5;

/** Steps between reports that people find easy to read: 1, 2, 5, times a power of ten. */
const ROUND_NUMBERS = [5, 2, 1];

/** Decides at which steps to measure, and keeps the time that measuring takes. */
export class Schedule {
  readonly #fixed: number | undefined;
  readonly #now: () => number;
  readonly #begin: number;
  #startUp = 0;
  #reports = 0;
  #spent = 0;
  #cost = 0;
  #last = 0;
  #remarkable = 0;

  /** @param fixed number of steps from one report to the next. Without it, the cost decides. */
  constructor(fixed: number | undefined, now: () => number = () => performance.now()) {
    this.#fixed = fixed;
    this.#now = now;
    this.#begin = now();
  }

  /** Share of all the time since the beginning that the monitor has taken. */
  get share(): number {
    return this.#spent / Math.max(1e-3, this.#now() - this.#begin);
  }

  /** Whether this step has a report. Without a fixed distance, it must be affordable. */
  isDue(step: number): boolean {
    if (this.#fixed !== undefined) return step % this.#fixed === 0;
    if (!this.#isAffordable(MEASURING_SHARE, step)) return false;
    // Half the steps that pay for a report, rounded, so that reports stand at round steps.
    const distance = roundDown(this.#costOf(step) / (2 * MEASURING_SHARE * (this.#trainingMs / step)));
    return step % distance === 0 && step - this.#last >= distance;
  }

  /** Whether a remarkable step can have a report at once. */
  takeRemarkable(step: number): boolean {
    const fits =
      this.#fixed === undefined
        ? this.#remarkable < FREE_REMARKABLE || this.#isAffordable(REMARKABLE_SHARE, step)
        : this.#remarkable < MAX_REMARKABLE;
    if (fits) this.#remarkable++;
    return fits;
  }

  /** Runs work of the monitor and adds its time. */
  spend<T>(work: () => T): T {
    const from = this.#now();
    try {
      return work();
    } finally {
      this.#spent += this.#now() - from;
    }
  }

  /** Runs a report; the time that it takes decides when the next one is affordable. */
  report<T>(step: number, work: () => T): T {
    this.#last = step;
    const before = this.#spent;
    const result = this.spend(work);
    this.#cost = this.#spent - before;
    this.#reports++;
    return result;
  }

  /** Leaves what was spent before the first step out of the share. */
  endStartUp(): void {
    this.#startUp = this.#spent;
  }

  get #trainingMs(): number {
    return this.#now() - this.#begin - this.#spent;
  }

  #isAffordable(share: number, step: number): boolean {
    const cost = this.#costOf(step);
    const hasTotal = this.#spent + 2 * cost <= TOTAL_SHARE * this.#trainingMs;
    return hasTotal && this.#spent - this.#startUp + cost <= share * this.#trainingMs;
  }

  /** Time of the next report. The first report compiles what it runs, and says little of others. */
  #costOf(step: number): number {
    return this.#reports > 1 ? this.#cost : Math.min(this.#cost, (REPORT_STEPS * this.#trainingMs) / step);
  }
}

/** Rounds down to 1, 2, 5, 10, 20, 50 …, at least 1. */
function roundDown(value: number): number {
  if (!(value >= 1)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * (ROUND_NUMBERS.find((number) => number * power <= value) ?? 1);
}
