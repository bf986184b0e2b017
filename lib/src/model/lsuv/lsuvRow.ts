import { outputMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer } from '../../network/view/modelView.js';

/** A layer with a matrix of weights. */
export interface LsuvRow {
  layer: string;
  /** How often it was scaled. */
  attempts: number;
  /** Of its output on the batch, ahead of its activation, when all layers are done. */
  variance: number;
  /** Whether the variance is as near to 1 as `tolerance`. */
  reached: boolean;
  /** What is particular, or why the layer was left as it is. */
  note?: string;
}

/** Why a layer is not scaled, if it is not. */
export function whyLeft(layer: ModelLayer): string | undefined {
  if (layer.isFrozen) return 'left as it is: frozen';
  return outputMatrix(layer) ? undefined : 'left as it is: not proportional to one matrix of weights';
}

export function lsuvRow(layer: ModelLayer, attempts: number, variance: number, tolerance: number): LsuvRow {
  const reached = Math.abs(variance - 1) <= tolerance;
  const notes = [
    whyLeft(layer) ?? (reached ? undefined : whyMissed(layer, variance)),
    layer.callCount > 1 ? `shared: called ${layer.callCount} times, scaled at the first` : undefined,
  ].filter((note) => note !== undefined);
  return { layer: layer.name, attempts, variance, reached, ...(notes.length > 0 && { note: notes.join('; ') }) };
}

function whyMissed({ weights }: ModelLayer, variance: number): string {
  if (variance === 0) return 'not reached: its output does not vary';
  if (Number.isNaN(variance)) return 'not reached: its output cannot be seen, or is not finite';
  const isHeld = Object.values(weights).some(({ constraint }) => constraint !== null && constraint !== undefined);
  return isHeld ? 'not reached: a constraint holds its weights' : 'not reached within maxAttempts';
}
