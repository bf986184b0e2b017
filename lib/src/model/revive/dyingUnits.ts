import type { Tensor } from '@tensorflow/tfjs-core';
import { max } from '#tfjs-core';
import type { Activation } from '../../activation/elementwise.js';
import { activates } from '../../network/view/downstream.js';
import { LINEAR_KINDS } from '../../network/view/layerFacts.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import type { ModelLayer } from '../../network/view/modelView.js';
import { unitAxis } from '../../signal/units.js';

/** Checks whether a layer is dense or a convolution and its activation is 0 below 0. */
export function diesBelowZero({ kind, activation: { activation } }: ModelLayer): boolean {
  return LINEAR_KINDS.includes(kind) && activation !== undefined && dies(activation);
}

function dies({ f }: Activation): boolean {
  return f(-1) === 0 && f(-100) === 0;
}

/**
 * Collects the activations that read the output of a call, if nothing else reads it and all of them
 * are 0 below 0. Returns undefined if something else, such as a normalization or a sum, sees a unit
 * that is below 0.
 */
export function collectGates(
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
    const found = collectGates(calls, consumers, next);
    if (found === undefined) return undefined;
    gates.push(...found);
  }
  return gates;
}

/** Finds the units that are off for all samples and positions. `z` is the input of the gates. */
export function findDeadUnits({ layer }: ModelLayer, z: Tensor, gates: readonly Activation[]): boolean[] {
  const units = unitAxis(layer, z.rank);
  const allButUnits = z.shape.map((_, axis) => axis).filter((axis) => axis !== units);
  const highest = max(z, allButUnits).dataSync<'float32'>();
  return Array.from(highest, (top) => gates.every(({ f }) => f(top) === 0));
}
