import { activation } from '../../activation/activation.js';
import type { LayerActivation } from '../layerKinds/activations.js';
import type { LayerCall } from './modelGraph.js';

const LINEAR: LayerActivation = { name: 'linear', activation: activation('linear') };

/** Lists, for each call, the indices of the calls that take its output. */
export function consumersOf(calls: readonly LayerCall[]): number[][] {
  const consumers = calls.map((): number[] => []);
  for (const [i, { inputs }] of calls.entries()) for (const from of inputs) consumers[from].push(i);
  return consumers;
}

/**
 * Finds the activation of a call: its own, or else the first one, in the order of execution, on the
 * paths from it to the next layers with a weight matrix. The paths pass layers that keep the units
 * (dropout, normalization, pooling, a change of shape) but not layers that add or multiply signals.
 * Returns linear if there is none.
 */
export function activationAfter(
  calls: readonly LayerCall[],
  consumers: readonly number[][],
  index: number,
): LayerActivation {
  const own = calls[index].activation;
  if (own !== undefined && own.name !== 'linear') return own;
  const found = findFollowing(calls, consumers, index, (call) => activates(call) || mergesSignals(call));
  const first = found.sort((a, b) => a - b).find((i) => activates(calls[i]));
  return first === undefined ? LINEAR : (calls[first].activation as LayerActivation);
}

/** Checks that no other layer with a weight matrix follows a call. */
export function isOutput(calls: readonly LayerCall[], consumers: readonly number[][], index: number): boolean {
  return !findFollowing(calls, consumers, index, () => false).some((i) => calls[i].hasMatrix);
}

/** Checks whether a call is a layer that only applies an activation. */
export function activates({ hasMatrix, activation: own }: LayerCall): boolean {
  return !hasMatrix && (own?.name ?? 'linear') !== 'linear';
}

/**
 * Checks whether a call merges several signals, so that the distribution of its output depends on
 * more than one layer.
 */
function mergesSignals({ kind }: LayerCall): boolean {
  return kind.operation === 'add' || kind.operation === 'merge';
}

/**
 * Lists the indices of the calls that follow a call, up to layers with a weight matrix or calls at
 * which `stop` is true.
 */
function findFollowing(
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
