import { cumulative } from '../../../activation/normalDistribution.js';
import { sum } from '../../../foundation/statistics.js';
import { GRID } from './normalGrid.js';

/** A value and how often it occurs. */
export interface Weighted {
  value: number;
  weight: number;
}

const levels = GRID.map((g) => cumulative(g));

/**
 * Gives, on the grid, the increasing function of a standard normal that has the given distribution.
 */
export function quantiles(law: Weighted[]): Float64Array {
  const sorted = [...law].sort((a, b) => a.value - b.value);
  const total = sum(sorted.map(({ weight }) => weight));
  let reached = sorted[0].weight / 2 / total;
  let next = 0;
  return levels.map((level) => {
    // The function is linear between the middles of neighbouring weights.
    while (next < sorted.length - 1) {
      const after = reached + (sorted[next].weight + sorted[next + 1].weight) / 2 / total;
      if (after >= level) {
        const share = after > reached ? Math.max(0, (level - reached) / (after - reached)) : 0;
        return sorted[next].value + share * (sorted[next + 1].value - sorted[next].value);
      }
      reached = after;
      next++;
    }
    return sorted[sorted.length - 1].value;
  });
}

/**
 * Evaluates a function given on the grid at any place, linearly between the nodes and constant
 * beyond them.
 */
export function valueOn(values: Float64Array, g: number): number {
  const at = Math.max(0, Math.min(values.length - 1, (g - GRID[0]) / (GRID[1] - GRID[0])));
  const low = Math.min(values.length - 2, Math.floor(at));
  return values[low] + (at - low) * (values[low + 1] - values[low]);
}
