import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import { knownOptions } from '../../foundation/argument.js';
import { type ModelLayer, viewModel } from '../../network/view/modelView.js';
import { initWeightsOfView } from '../initWeights.js';
import { checkResidual, type ResidualRow, scaleLayer } from './residualChange.js';

/**
 * Fixup: initializes a residual net without normalization so that an update changes its output by as much as the learning rate, at any
 * depth. All layers are initialized by {@link initWeights} (He's weights ahead of ReLU, biases 0); then, with L residual branches of m layers each,
 *
 * - the last layer of every branch and the output layer are set to 0,
 * - the other layers of the branches are multiplied by L^(−1/(2m − 2)).
 *
 * Of the paper's third rule one part can be had in a model that is there, and one cannot: the biases of layers are 0, but a scalar bias
 * ahead of every layer and activation (0 at first), and a scalar multiplier for every branch (1 at first), are layers of their own. They change nothing at the
 * start, but help training; to have them build the model with them. A row of the report says that they are not there, as does one for each
 * normalization, which Fixup does without.
 *
 * Shared layers are changed once, as the branch that ends first asks; layers that are not trained are left.
 *
 * Zhang, Dauphin, Ma, "Fixup initialization: residual learning without normalization", ICLR 2019.
 *
 * @param model - changed in place.
 * @param options - `seed` of the weights, default 0.
 * @returns a row for each layer that was changed: `{ layer, branch, factor, note }`, shown as a table.
 * @throws RangeError for a model without residual branches, or a wrong seed; TypeError for an unknown option or what is no model.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { fixup } from 'initlab';
 * const dense = (name: string) => tfl.layers.dense({ units: 8, activation: 'relu', name });
 * const x = tfl.input({ shape: [8] });
 * const branch = dense('last').apply(dense('first').apply(x)) as tfl.SymbolicTensor;
 * const sum = tfl.layers.add({ name: 'sum' }).apply([x, branch]) as tfl.SymbolicTensor;
 * const model = tfl.model({ inputs: x, outputs: dense('output').apply(sum) as tfl.SymbolicTensor });
 * fixup(model).rows.slice(0, 3).map(({ factor }) => factor); // [1, 0, 0]
 * ```
 */
export function fixup(model: LayersModel, options: { seed?: number | bigint } = {}): Report<ResidualRow> {
  knownOptions(options, ['seed'], 'fixup');
  const view = viewModel(model);
  const { calls, branches, layers, layersOf } = view;
  checkResidual(view, 'fixup');
  initWeightsOfView(view, options);
  const rows = new Map<ModelLayer, ResidualRow>();
  const scale = (layer: ModelLayer, factor: number, branch?: string): void => {
    if (!rows.has(layer)) rows.set(layer, scaleLayer(layer, factor, branch));
  };
  for (const { sum, matrices, last, depth } of branches) {
    const factor = branches.length ** (-1 / (2 * depth - 2));
    for (const call of matrices)
      for (const layer of layersOf(call)) scale(layer, last.includes(call) ? 0 : factor, calls[sum].name);
  }
  for (const layer of layers) if (layer.isOutput && layer.kind !== 'norm') scale(layer, 0);
  return report([...rows.values(), ...limits(layers)]);
}

function limits(layers: readonly ModelLayer[]): ResidualRow[] {
  const norms = layers.filter(({ kind }) => kind === 'norm');
  return [
    ...norms.map(({ name }) => ({ layer: name, note: 'a normalization, which Fixup does without' })),
    { layer: 'all', note: 'without the scalar biases and multipliers of Fixup, which are layers of their own' },
  ];
}
