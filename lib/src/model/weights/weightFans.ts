import type { FanOptions } from '../../init/fans.js';
import { matrixKind, type WeightOwner } from '../../network/view/layerFacts.js';

/** Counts the matrices stored side by side in a weight: one for each gate of an LSTM or a GRU. */
export function gatesOf(owner: WeightOwner, weight: string): number {
  return matrixKind(owner, weight)?.gates ?? 1;
}

/** The shape of a weight, or of one of its gates. */
export function gateShape(owner: WeightOwner, weight: string): number[] {
  const shape = owner.weights[weight].shape as number[];
  return shape.with(-1, shape[shape.length - 1] / gatesOf(owner, weight));
}

/** Options with which `fans` reads a weight's shape; undefined for a weight that has no fans. */
export function fanOptions(owner: WeightOwner, weight: string): FanOptions | undefined {
  const layer = matrixKind(owner, weight)?.fans;
  if (layer === undefined) return undefined;
  if (layer === 'depthwise') return { layer };
  const { strides } = owner.layer as unknown as { strides: number[] };
  return layer === 'convTranspose' ? { layer, strides } : {};
}
