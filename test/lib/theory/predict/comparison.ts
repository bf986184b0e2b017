import type { LayerPrediction, LayerStatistics } from 'initlab';
import { standardDeviation } from '../../../../lib/src/foundation/statistics.js';

export const QUANTITIES = ['preActivation', 'activation', 'gradient'] as const;

/** A measured second moment of one layer, with the predicted one. */
export interface Comparison {
  layer: number;
  name: string;
  quantity: (typeof QUANTITIES)[number];
  /** Share of the nets within the predicted band. */
  share: number;
  measured: number;
  predicted: number;
  standardError: number;
}

/** Compares a simulation with a prediction, apart from the signal of the input, which is given. */
export function compareSignals(
  layers: readonly LayerStatistics[],
  predictions: readonly LayerPrediction[],
): Comparison[] {
  return layers.flatMap(({ layer, name, ...signals }) =>
    QUANTITIES.flatMap((quantity) => {
      const moments = signals[quantity];
      if (moments === undefined || (layer === 0 && quantity !== 'gradient')) return [];
      const { trials, secondMoment: measured } = moments;
      const { low, high, secondMoment: predicted } = predictions[layer][quantity];
      const share = trials.filter((q) => q >= low && q <= high).length / trials.length;
      const standardError = standardDeviation(trials) / Math.sqrt(trials.length);
      return [{ layer, name, quantity, share, measured, predicted, standardError }];
    }),
  );
}

/** Makes a function that computes its value at the first call and keeps it. */
export function memoize<T>(compute: () => T): () => T {
  let kept: { value: T } | undefined;
  return () => {
    kept ??= { value: compute() };
    return kept.value;
  };
}
