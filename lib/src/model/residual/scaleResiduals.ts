import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import { positive } from '../../foundation/argument.js';
import { type ModelLayer, type ModelView, viewModel } from '../../network/view/modelView.js';
import { checkResidual, type ResidualRow, scaleLayer } from './residualChange.js';

/**
 * Multiplies the weights that write to the residual stream by 1/√(2N). These weights belong to the
 * last layer with a matrix in every residual branch: in a transformer, the attention's projection
 * and the MLP's second matrix. The sum of 2N branches then has the variance of a single one. Biases
 * stay unchanged.
 *
 * A branch is what an Add layer adds to a shortcut. A shared layer is scaled once; frozen layers
 * stay unchanged. A second call scales the weights a second time.
 *
 * Radford, Wu, Child, Luan, Amodei, Sutskever, "Language models are unsupervised multitask
 * learners", 2019, §2.3.
 *
 * @formula W \leftarrow \frac{W}{\sqrt{2N}}
 * @param model - changed in place
 * @param nLayers - N, the number of blocks of two branches each; default: half the number of
 * branches in the model
 * @returns a row for each layer: `{ layer, branch, factor, note }`, shown as a table
 * @throws RangeError for a model without residual branches, or if `nLayers` is not above 0;
 * TypeError if `model` isn't a model
 * @example
 * ```ts
 * import { scaleResiduals } from 'initlab';
 * import { tinyTransformer } from 'initlab/tasks';
 * const { model } = tinyTransformer({ blocks: 2, width: 12, residualScale: 1 });
 * const { rows } = scaleResiduals(model);
 * rows.map(({ layer }) => layer); // the proj and down layers of both blocks
 * rows[0].factor; // 0.5
 * ```
 */
export function scaleResiduals(model: LayersModel, nLayers?: number): Report<ResidualRow> {
  return scaleResidualsOfView(viewModel(model), nLayers);
}

/** Implements `scaleResiduals` for a model view. */
export function scaleResidualsOfView(view: ModelView, nLayers?: number): Report<ResidualRow> {
  checkResidual(view, 'scaleResiduals');
  const { calls, branches, layersOf } = view;
  const factor = 1 / Math.sqrt(2 * positive(nLayers ?? branches.length / 2, 'nLayers'));
  const scaled = new Map<ModelLayer, ResidualRow>();
  for (const { sum, last } of branches) {
    for (const layer of last.flatMap(layersOf))
      if (!scaled.has(layer)) scaled.set(layer, scaleLayer(layer, factor, calls[sum].name));
  }
  return report([...scaled.values()]);
}
