import { activation } from '../../activation/activation.js';
import type { LayerActivation } from '../layerKinds/activations.js';
import type { LayerCall } from './modelGraph.js';

const LINEAR: LayerActivation = { name: 'linear', activation: activation('linear') };

/** Places of the calls that take the output of each call. */
export function consumersOf(calls: readonly LayerCall[]): number[][] {
  const consumers = calls.map((): number[] => []);
  for (const [i, { inputs }] of calls.entries()) for (const from of inputs) consumers[from].push(i);
  return consumers;
}

/**
 * Finds the activation of a call: its own, or else the first, in the order of execution, on the ways from it to the next
 * layers with a matrix of weights. The ways lead past layers that keep what each unit is (dropout, normalization,
 * pooling, a change of shape) but not past layers that add or multiply signals. Linear if there is none.
 */
export function activationAfter(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
): LayerActivation {
  const own = calls[index].activation;
  if (own !== undefined && own.name !== 'linear') return own;
  const met = reach(calls, consumers, index, (call) => activates(call) || mergesSignals(call));
  const first = met.sort((a, b) => a - b).find((i) => activates(calls[i]));
  return first === undefined ? LINEAR : (calls[first].activation as LayerActivation);
}

/** Whether no other layer with a matrix of weights follows a call. */
export function isOutput(calls: readonly LayerCall[], consumers: readonly number[][], index: number): boolean {
  return !reach(calls, consumers, index, () => false).some((i) => calls[i].hasMatrix);
}

/** Whether a call is an activation that stands alone. */
export function activates({ hasMatrix, activation: own }: LayerCall): boolean {
  return !hasMatrix && (own?.name ?? 'linear') !== 'linear';
}

/** Whether a call makes one signal of several, whose law does not follow from one layer alone. */
function mergesSignals({ kind }: LayerCall): boolean {
  return kind.operation === 'add' || kind.operation === 'merge';
}

/** Places of the calls that follow one, up to the layers with a matrix of weights and to others at which to stop. */
function reach(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
  stop: (call: LayerCall) => boolean,
): number[] {
  const reached = new Set(consumers[index]);
  for (const i of reached) {
    if (calls[i].hasMatrix || stop(calls[i])) continue;
    for (const next of consumers[i]) reached.add(next);
  }
  return [...reached];
}
