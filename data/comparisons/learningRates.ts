import type { CompareOptions, Start } from 'initlab/tasks';
import { options as common, deep } from './rescue.js';

/** Learning rates of gradient descent. */
export const RATES: readonly number[] = [0.003, 0.01, 0.03, 0.1, 0.3, 1];

const WEIGHTS = ['He', 'Xavier', 'small', 'large'] as const;

/** The starts of lesson 9: networks without a remedy of `rescue.ts`, once for each rate. */
export const starts: Record<string, Start> = Object.fromEntries(
  WEIGHTS.flatMap((weights) => RATES.map((rate) => [`${weights}, ${rate}`, deep(weights, 'nothing')])),
);

export const options: CompareOptions = common;

/** Each start is trained with the rate of its name. */
export const optionsOf = (start: string): Partial<CompareOptions> => ({ learningRate: Number(start.split(', ')[1]) });
