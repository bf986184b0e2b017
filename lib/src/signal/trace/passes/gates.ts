import type { Tensor } from '@tensorflow/tfjs-core';
import type { layers } from '@tensorflow/tfjs-layers';
import type { LayersActivation } from '../../../network/layerKinds/activations.js';
import { withProperties } from './patches.js';

type Layer = layers.Layer;

/** Receives the values of a gate, [batch, …, units], at one time step. */
export type OnGate = (cell: Layer, gate: number, values: Tensor) => void;

/**
 * Runs `body` while cells report their gates, numbered in the order in which a step computes them:
 * input, forget and output gate for an LSTM, update and reset gate for a GRU.
 *
 * @param gates number of gates of each cell
 */
export function withGates<T>(gates: ReadonlyMap<Layer, number>, onGate: OnGate, body: () => T): T {
  return [...gates].reduceRight(
    (inner, [cell, count]) =>
      () =>
        withGatesOf(cell, count, onGate, inner),
    body,
  )();
}

function withGatesOf<T>(cell: Layer, count: number, onGate: OnGate, body: () => T): T {
  const { recurrentActivation: original } = cell as Layer & { recurrentActivation: LayersActivation };
  let calls = 0;
  const recurrentActivation: LayersActivation = {
    apply(z, ...rest) {
      const values = original.apply(z, ...rest);
      onGate(cell, calls++ % count, values);
      return values;
    },
    getClassName: () => original.getClassName(),
  };
  return withProperties(cell, { recurrentActivation }, body);
}
