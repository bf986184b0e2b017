import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import { knownOptions } from '../../foundation/argument.js';
import { type ModelLayer, viewModel } from '../../network/view/modelView.js';
import { initWeightsOfView } from '../initWeights.js';
import { checkResidual, type ResidualRow, scaleLayer } from './residualChange.js';

/**
 * Applies Fixup: initializes a residual net without normalization so that the learning rate alone
 * sets how much an update changes its output, at any depth. {@link initWeights} first initializes
 * all layers (He weights before a ReLU, biases 0). Then, with L residual branches of m layers each,
 *
 * - the last layer of every branch and the output layer are set to 0,
 * - the other layers of the branches are multiplied by L^(−1/(2m − 2)).
 *
 * The paper's third rule applies only in part to an existing model. The biases of layers are set to
 * 0, but its scalar bias before every layer and activation (initially 0) and its scalar multiplier
 * for every branch (initially 1) would be layers of their own. They change nothing at the start but
 * help training; to use them, build the model with them. A row of the report says that they are
 * missing. There is also a row for each normalization, because Fixup is meant for models without
 * any, and a note on a branch whose last layer has a ReLU after it: at 0 no gradient passes a ReLU,
 * so the branch would stay at 0.
 *
 * A shared layer is changed once, for the branch that ends first. Frozen layers stay unchanged.
 *
 * Zhang, Dauphin, Ma, "Fixup initialization: residual learning without normalization", ICLR 2019.
 *
 * @param model - changed in place
 * @param options - `seed` for the weights, default 0
 * @returns a row for each layer that was changed: `{ layer, branch, factor, note }`, shown as a
 * table
 * @throws RangeError for a model without residual branches or an invalid seed; TypeError for an
 * unknown option or if `model` isn't a model
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { fixup } from 'initlab';
 * const { add, dense } = tfl.layers;
 * const x = tfl.input({ shape: [8] });
 * const inner = dense({ units: 8, activation: 'relu', name: 'first' }).apply(x);
 * const branch = dense({ units: 8, name: 'last' }).apply(inner) as tfl.SymbolicTensor;
 * const sum = add({ name: 'sum' }).apply([x, branch]) as tfl.SymbolicTensor;
 * const outputs = dense({ units: 8, name: 'output' }).apply(sum) as tfl.SymbolicTensor;
 * const model = tfl.model({ inputs: x, outputs });
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
  return report([...rows.values(), ...reportLimits(layers)]);
}

function reportLimits(layers: readonly ModelLayer[]): ResidualRow[] {
  const norms = layers.filter(({ kind }) => kind === 'norm');
  return [
    ...norms.map(({ name }) => ({ layer: name, note: 'normalization; Fixup is meant for models without it' })),
    {
      layer: 'all',
      note: 'the scalar biases and multipliers of Fixup are missing; build the model with them as layers',
    },
  ];
}
