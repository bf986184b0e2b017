import type { FanOptions } from '../../init/fans.js';
import type { WeightOwner } from '../../network/view/weightOwners.js';

const gates: Partial<Record<WeightOwner['kind'], number>> = { lstm: 4, gru: 3 };

/** How many matrices lie side by side in a weight: one for each gate of an LSTM or a GRU. */
export function gatesOf({ kind }: WeightOwner, weight: string): number {
  return weight === 'kernel' || weight === 'recurrent' ? (gates[kind] ?? 1) : 1;
}

/** The shape of a weight, or of one of its gates. */
export function gateShape(owner: WeightOwner, weight: string): number[] {
  const shape = owner.weights[weight].shape as number[];
  return shape.with(-1, shape[shape.length - 1] / gatesOf(owner, weight));
}

/** What `fans` has to know of a weight; undefined for one that has no fans. */
export function fanOptions({ kind, layer }: WeightOwner, weight: string): FanOptions | undefined {
  if (weight === 'depthwise') return { layer: 'depthwise' };
  if (weight !== 'kernel' && weight !== 'recurrent' && weight !== 'pointwise') return undefined;
  if (kind === 'other') return undefined;
  const { strides } = layer as unknown as { strides: number[] };
  return kind === 'convTranspose' ? { layer: 'convTranspose', strides } : {};
}
