import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import { type ModelLayer, type ModelView, viewModel } from '../../network/view/modelView.js';
import { scaleVariable } from '../weights/variables.js';
import { checkResidual, type ResidualRow, sharedNote } from './residualChange.js';

/**
 * Sets γ of the normalization that ends a residual branch to 0, in every branch. Each block then begins as its shortcut, and the net as a shallow one,
 * whatever its depth; γ has a gradient from the first step on. β stays (0 if it was not trained).
 *
 * Only a normalization behind the branch's last matrix, with no activation between it and the sum, will do: were γ = 0 ahead of a ReLU, nothing
 * behind it would ever get a gradient. Other branches, as those of a transformer that normalizes first, are left, and the report says so: there
 * `fixup` or `scaleResiduals` serve the purpose.
 *
 * Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, §5.1.
 *
 * @param model - changed in place.
 * @returns a row for each branch: `{ layer, branch, factor, note }`, shown as a table.
 * @throws RangeError for a model without residual branches, or of which no branch ends in a normalization; TypeError for what is no model.
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { zeroGamma } from 'initlab';
 * const x = tfl.input({ shape: [8] });
 * const inner = tfl.layers.dense({ units: 8 }).apply(x) as tfl.SymbolicTensor;
 * const norm = tfl.layers.batchNormalization({ name: 'norm' }).apply(inner) as tfl.SymbolicTensor;
 * const sum = tfl.layers.add({ name: 'sum' }).apply([x, norm]) as tfl.SymbolicTensor;
 * zeroGamma(tfl.model({ inputs: x, outputs: sum })).rows; // [{ layer: 'norm', branch: 'sum', factor: 0 }]
 * ```
 */
export function zeroGamma(model: LayersModel): Report<ResidualRow> {
  const view = viewModel(model);
  checkResidual(view, 'zeroGamma');
  const rows = view.branches.map(({ sum, end }) => zeroLast(view, sum, end));
  if (rows.some(({ factor }) => factor === 0)) return report(rows);
  throw new RangeError(`zeroGamma: no branch could be set to 0; ${rows[0].layer}: ${rows[0].note}`);
}

function zeroLast({ calls, layersOf }: ModelView, sum: number, end: number): ResidualRow {
  const last = lastWithWeights(calls, end);
  const [layer] = layersOf(last) as (ModelLayer | undefined)[];
  const row = { layer: calls[last].name, branch: calls[sum].name };
  if (layer?.kind !== 'norm') return { ...row, note: 'left as it is: the branch does not end in a normalization' };
  if (layer.weights.gamma === undefined) return { ...row, note: 'left as it is: the normalization has no γ' };
  if (layer.isFrozen) return { ...row, note: 'left as it is: frozen' };
  scaleVariable(layer.weights.gamma, 0);
  return { ...row, factor: 0, ...sharedNote(layer) };
}

/** From the end of a branch back past dropout and changes of shape. */
function lastWithWeights(calls: readonly LayerCall[], end: number): number {
  const { layer, inputs, hasMatrix, activation } = calls[end];
  const changes = hasMatrix || layer.weights.length > 0 || inputs.length !== 1;
  const activates = (activation?.name ?? 'linear') !== 'linear';
  return changes || activates ? end : lastWithWeights(calls, inputs[0]);
}
