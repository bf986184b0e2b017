import { max, type Tensor } from '@tensorflow/tfjs-core';
import type { Activation } from '../../activation/elementwise.js';
import { activates } from '../../network/view/downstream.js';
import { LINEAR_KINDS } from '../../network/view/layerFacts.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import { unitAxis } from '../../signal/trace/statistics/units.js';

/** Whether a layer is dense or a convolution and its activation is 0 below 0. */
export function diesBelowZero({ kind, activation: { activation } }: ModelLayer): boolean {
  return LINEAR_KINDS.includes(kind) && activation !== undefined && dies(activation);
}

function dies({ f }: Activation): boolean {
  return f(-1) === 0 && f(-100) === 0;
}

/**
 * The activations that alone pass on what a call puts out, all of them 0 below 0; undefined if something else hears a unit below 0, as
 * a normalization or a sum does.
 */
export function gatesOfUnits(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
): Activation[] | undefined {
  const own = calls[index].activation;
  if (own !== undefined && own.name !== 'linear')
    return own.activation && dies(own.activation) ? [own.activation] : undefined;
  if (consumers[index].length === 0) return undefined;
  const gates: Activation[] = [];
  for (const next of consumers[index]) {
    if (!activates(calls[next]) && calls[next].kind.sign !== 'keeps') return undefined;
    const found = gatesOfUnits(calls, consumers, next);
    if (found === undefined) return undefined;
    gates.push(...found);
  }
  return gates;
}

/** Which units are off for all samples and places; z is what the gates are given. */
export function deadUnitsOf({ layer }: ModelLayer, z: Tensor, gates: readonly Activation[]): boolean[] {
  const units = unitAxis(layer, z.rank);
  const allButUnits = z.shape.map((_, axis) => axis).filter((axis) => axis !== units);
  const highest = max(z, allButUnits).dataSync<'float32'>();
  return Array.from(highest, (top) => gates.every(({ f }) => f(top) === 0));
}
