import type { layers } from '@tensorflow/tfjs-layers';
import { tidy } from '#tfjs-core';
import type { ModelLayer, ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';
import { withGates } from '../../signal/trace/passes/gates.js';
import { runForward } from '../../signal/trace/passes/passes.js';
import type { Samples } from './samples.js';

/** A gate of an LSTM or a GRU, over all samples and time steps. */
export interface GateState {
  /** Index of the call. */
  call: number;
  layer: ModelLayer;
  gate: GateName;
  /** Mean of the gate: 0 if it is shut, 1 if it is open. */
  openness: number;
}

export type GateName = 'input' | 'forget' | 'output' | 'update' | 'reset';

/** The gates of each kind of cell, in the order in which a step computes them. */
const GATES: Readonly<Record<string, readonly GateName[]>> = {
  lstm: ['input', 'forget', 'output'],
  gru: ['update', 'reset'],
};

interface Gated extends Pick<Samples, 'feeds'> {
  view: ModelView;
  training: boolean;
}

/**
 * Measures the gates of all LSTMs and GRUs in one forward pass, also those inside wrappers. Call
 * this function within {@link withModelRestored}.
 */
export function gateStates({ view, feeds, training }: Gated): GateState[] {
  const seen = new Set<ModelLayer>();
  const gated = view.calls.flatMap((_, call) =>
    view.layersOf(call).flatMap((layer) => {
      if (seen.has(layer) || GATES[layer.kind] === undefined) return [];
      seen.add(layer);
      return [{ call, layer, sums: GATES[layer.kind].map(() => ({ sum: 0, count: 0 })) }];
    }),
  );
  if (gated.length === 0) return [];
  const sums = new Map(gated.map((cell) => [cell.layer.layer, cell.sums]));
  const counts = new Map<layers.Layer, number>(gated.map((cell) => [cell.layer.layer, cell.sums.length]));
  const run = (): void => void runForward({ graph: view, feeds, training, noise: random(0).split(2) });
  const add = (cell: layers.Layer, gate: number, values: Float32Array): void => {
    const state = (sums.get(cell) as { sum: number; count: number }[])[gate];
    for (const value of values) state.sum += value;
    state.count += values.length;
  };
  tidy(() => withGates(counts, (cell, gate, values) => add(cell, gate, values.dataSync<'float32'>()), run));
  return gated.flatMap(({ call, layer, sums: states }) =>
    states.map(({ sum, count }, i) => ({ call, layer, gate: GATES[layer.kind][i], openness: sum / count })),
  );
}
