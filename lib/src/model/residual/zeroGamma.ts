import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type Report, report } from '../../display/report.js';
import type { LayerCall } from '../../network/view/modelGraph.js';
import { type ModelLayer, type ModelView, viewModel } from '../../network/view/modelView.js';
import { scaleVariable } from '../weights/variables.js';
import { checkResidual, noteSharing, type ResidualRow } from './residualChange.js';

/**
 * Sets γ to 0 in the normalization that ends each residual branch. Each block then starts as its
 * shortcut, so the net starts as a shallow one, whatever its depth; γ has a gradient from the first
 * step on. β stays unchanged (0 before training).
 *
 * The normalization must follow the branch's last matrix, with no activation between it and the
 * sum: with γ = 0 before a ReLU, the branch would never get a gradient. Other branches, such as
 * those of a transformer that normalizes first, stay unchanged, and the report says so. Use `fixup`
 * or `scaleResiduals` for them.
 *
 * Goyal et al., "Accurate, large minibatch SGD: training ImageNet in 1 hour", 2017, §5.1.
 *
 * @param model - changed in place
 * @returns a row for each branch: `{ layer, branch, factor, note }`, shown as a table
 * @throws RangeError for a model without residual branches, or if no branch ends in a
 * normalization; TypeError if `model` isn't a model
 * @example
 * ```ts
 * import * as tfl from '@tensorflow/tfjs-layers';
 * import { zeroGamma } from 'initlab';
 * const x = tfl.input({ shape: [8] });
 * const inner = tfl.layers.dense({ units: 8 }).apply(x) as tfl.SymbolicTensor;
 * const norm = tfl.layers.batchNormalization({ name: 'norm' }).apply(inner) as tfl.SymbolicTensor;
 * const sum = tfl.layers.add({ name: 'sum' }).apply([x, norm]) as tfl.SymbolicTensor;
 * const { rows } = zeroGamma(tfl.model({ inputs: x, outputs: sum }));
 * rows; // [{ layer: 'norm', branch: 'sum', factor: 0 }]
 * ```
 */
export function zeroGamma(model: LayersModel): Report<ResidualRow> {
  const view = viewModel(model);
  checkResidual(view, 'zeroGamma');
  const rows = view.branches.map(({ sum, end }) => zeroLast(view, sum, end));
  if (rows.some(({ factor }) => factor === 0)) return report(rows);
  throw new RangeError(
    `zeroGamma: no branch ends in a normalization whose γ can be set to 0; ${rows[0].layer}: ${rows[0].note}. Use fixup or scaleResiduals instead`,
  );
}

function zeroLast({ calls, layersOf }: ModelView, sum: number, end: number): ResidualRow {
  const last = findLastLayer(calls, end);
  const [layer] = layersOf(last) as (ModelLayer | undefined)[];
  const row = { layer: calls[last].name, branch: calls[sum].name };
  if (layer?.kind !== 'norm') return { ...row, note: 'left unchanged: the branch does not end in a normalization' };
  if (layer.weights.gamma === undefined) return { ...row, note: 'left unchanged: the normalization has no γ' };
  if (layer.isFrozen) return { ...row, note: 'left unchanged: frozen' };
  scaleVariable(layer.weights.gamma, 0);
  return { ...row, factor: 0, ...noteSharing(layer) };
}

/**
 * Finds the last layer of a branch that has weights or an activation, skipping dropout and changes
 * of shape.
 */
function findLastLayer(calls: readonly LayerCall[], end: number): number {
  const { layer, inputs, hasMatrix, activation } = calls[end];
  const changes = hasMatrix || layer.weights.length > 0 || inputs.length !== 1;
  const activates = (activation?.name ?? 'linear') !== 'linear';
  return changes || activates ? end : findLastLayer(calls, inputs[0]);
}
