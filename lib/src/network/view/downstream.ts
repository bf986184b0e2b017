import { activation } from '../../activation/activation.js';
import { type LayerActivation, layerActivation } from '../layerActivation.js';
import type { LayerCall } from './modelGraph.js';
import { matrixNames, weightOwners } from './weightOwners.js';

const LINEAR: LayerActivation = { name: 'linear', activation: activation('linear') };

/** Layers that merge several signals into one of another law: what is behind them does not follow one layer alone. */
const merging = ['Add', 'Average', 'Multiply', 'Maximum', 'Minimum', 'Dot'];

/** What takes the output of each call. */
export function consumersOf(calls: readonly LayerCall[]): number[][] {
  const consumers = calls.map((): number[] => []);
  for (const [i, { inputs }] of calls.entries()) for (const from of inputs) consumers[from].push(i);
  return consumers;
}

/** Whether a call multiplies by a matrix of weights. */
export function hasMatrix({ layer, name }: LayerCall): boolean {
  return weightOwners(layer, name).some((owner) => matrixNames(owner).length > 0);
}

/**
 * The activation of a call: its own, or else the first that is met, in the order of execution, on the ways from it to the next layers with a matrix
 * of weights, past layers that keep what each unit is (dropout, normalization, pooling, a change of shape) but not past those that add or multiply;
 * linear if there is none.
 */
export function activationAfter(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
): LayerActivation {
  const own = layerActivation(calls[index].layer);
  if (own !== undefined && own.name !== 'linear') return own;
  const met = reach(calls, consumers, index, (call) => activates(call) || merging.includes(call.layer.getClassName()));
  const first = met.sort((a, b) => a - b).find((i) => activates(calls[i]));
  return first === undefined ? LINEAR : (layerActivation(calls[first].layer) as LayerActivation);
}

/** Whether no other layer with a matrix of weights is behind a call. */
export function isOutput(calls: readonly LayerCall[], consumers: readonly number[][], index: number): boolean {
  return !reach(calls, consumers, index, () => false).some((i) => hasMatrix(calls[i]));
}

/** Whether a call is an activation that stands alone. */
export function activates(call: LayerCall): boolean {
  return !hasMatrix(call) && (layerActivation(call.layer)?.name ?? 'linear') !== 'linear';
}

/** The calls behind one, up to the layers with a matrix of weights, and to others at which to stop. */
function reach(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
  stop: (call: LayerCall) => boolean,
): number[] {
  const reached = new Set(consumers[index]);
  for (const i of reached) {
    if (hasMatrix(calls[i]) || stop(calls[i])) continue;
    for (const next of consumers[i]) reached.add(next);
  }
  return [...reached];
}
