import type { CompareOptions, Start } from 'initlab/tasks';
import { deep, NAMES } from './rescue.js';

/** The networks without a remedy of `rescue.ts`, to be trained by Adam. */
export const starts: Record<string, Start> = Object.fromEntries(
  NAMES.map((weights) => [`${weights}, Adam`, deep(weights, 'nothing')]),
);

export const options: CompareOptions = { steps: 150, optimizer: 'adam', learningRate: 0.001 };
