import { outputMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';

/** The result for a layer with a weight matrix. */
export interface LsuvRow {
  layer: string;
  /** Number of times the layer was scaled. */
  attempts: number;
  /**
   * Variance of its output on the batch, before its activation, after all layers have been scaled.
   */
  variance: number;
  /** Whether the variance is within `tolerance` of 1. */
  reached: boolean;
  /** Remark, or why the layer was left unchanged. */
  note?: string;
}

/** Explains why a layer is not scaled; returns undefined if it is. */
export function explainSkip(layer: ModelLayer): string | undefined {
  if (layer.isFrozen) return 'left unchanged: frozen';
  return outputMatrix(layer) ? undefined : 'left unchanged: not proportional to one matrix of weights';
}

export function lsuvRow(layer: ModelLayer, attempts: number, variance: number, tolerance: number): LsuvRow {
  const reached = Math.abs(variance - 1) <= tolerance;
  const notes = [
    explainSkip(layer) ?? (reached ? undefined : explainMiss(layer, variance)),
    layer.callCount > 1 ? `shared: called ${layer.callCount} times, scaled at the first` : undefined,
  ].filter((note) => note !== undefined);
  return { layer: layer.name, attempts, variance, reached, ...(notes.length > 0 && { note: notes.join('; ') }) };
}

function explainMiss({ weights }: ModelLayer, variance: number): string {
  if (variance === 0) return 'not reached: its output does not vary';
  if (Number.isNaN(variance)) return 'not reached: its output is hidden or not finite';
  const isConstrained = Object.values(weights).some(
    ({ constraint }) => constraint !== null && constraint !== undefined,
  );
  return isConstrained ? 'not reached: a constraint fixes its weights' : 'not reached within maxAttempts';
}
