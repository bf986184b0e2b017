import type { CellLimit } from './cellLimit.js';

/** Interval between two checks of the memory. */
const LOOK_INTERVAL_MS = 50;

/** Fraction of the limit at which the reader is warned. */
const WARNED_FRACTION = 0.8;

/**
 * Fraction of the limit at which the cell is stopped. A container that reaches its limit is killed
 * by the system, and nothing can be reported any more.
 */
const STOPPED_FRACTION = 0.95;

/** Fraction of the limit by which a cell may grow beyond that, and release what others hold. */
const ALLOWANCE = 0.01;

/**
 * Limits the memory of the process, which includes tensors and arrays outside of the JavaScript
 * heap.
 *
 * @param limit the limit in bytes
 * @param resident measures the memory of the process in bytes
 */
export function createMemoryLimit(limit: number, resident: () => number = process.memoryUsage.rss): CellLimit {
  return {
    watch({ warn, stop }) {
      let isWarned = false;
      const stopAt = Math.max(STOPPED_FRACTION * limit, resident() + ALLOWANCE * limit);
      const timer = setInterval(() => {
        const used = resident();
        if (used >= stopAt) {
          clearInterval(timer);
          stop(`The cell was stopped because the kernel uses ${describe(used, limit)}.\n${ADVICE}\n`);
        } else if (used >= WARNED_FRACTION * limit && !isWarned) {
          isWarned = true;
          warn(`The memory is nearly used up: the kernel has ${describe(used, limit)}. The cell is stopped at 95 %.\n`);
        }
      }, LOOK_INTERVAL_MS);
      return () => clearInterval(timer);
    },
  };
}

const ADVICE = 'Use smaller data or a smaller network. Restart the kernel to release what earlier cells hold.';

function describe(used: number, limit: number): string {
  const [part, whole] = [used, limit].map((bytes) => Math.round(bytes / 2 ** 20));
  return `${part} MB of the ${whole} MB of memory that this server allows`;
}
