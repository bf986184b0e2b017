import type { Evidence } from './evidence.js';

/**
 * Multiplications that take about as long as what a training step does besides its multiplications.
 */
const OVERHEAD = 5e6;

/** The multiplications that trial steps may take, and bounds on their number. */
export interface StepBudget {
  multiplications: number;
  least: number;
  most: number;
}

/** The model as it was measured: what the cost of a step depends on. */
type Measured = Pick<Evidence, 'matrices' | 'trace' | 'batch'>;

/** Computes the number of trial steps for which a budget suffices. */
export function affordableSteps(measured: Measured, { multiplications, least, most }: StepBudget): number {
  return Math.round(Math.min(most, Math.max(least, multiplications / (stepCost(measured) + OVERHEAD))));
}

/** Counts the multiplications of a step. A backward pass takes twice as long as a forward one. */
function stepCost({ matrices, trace, batch }: Measured): number {
  return matrices.reduce((total, { call, shape, passes }) => {
    const { shape: output, width } = trace.layers[call];
    const positions = output.reduce((product, n) => product * n, 1) / width;
    return total + 3 * batch * positions * passes * shape.reduce((product, n) => product * n, 1);
  }, 0);
}
