import { describe } from '../../foundation/argument.js';
import { outputMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer, ModelView } from '../../network/view/modelView.js';
import { scaleVariable } from '../weights/variables.js';

/** The change to one layer, or why it stayed unchanged. */
export interface ResidualRow {
  layer: string;
  /** Name of the Add layer that closes its residual branch. */
  branch?: string;
  /** Factor that multiplied its weights or its γ. */
  factor?: number;
  note?: string;
}

/** Checks that a model has residual branches. */
export function checkResidual({ model, branches }: ModelView, where: string): void {
  if (branches.length > 0) return;
  throw new RangeError(
    `${where}: model ${describe(model.name)} has no residual branch; it needs an Add layer that joins a shortcut with a path through other layers`,
  );
}

/** Multiplies the matrix that a layer's output is proportional to. */
export function scaleLayer(layer: ModelLayer, factor: number, branch?: string): ResidualRow {
  const row = { layer: layer.name, ...(branch !== undefined && { branch }) };
  const matrix = outputMatrix(layer);
  if (layer.isFrozen) return { ...row, note: 'left unchanged: frozen' };
  if (matrix === undefined) return { ...row, note: 'left unchanged: not proportional to one matrix of weights' };
  scaleVariable(matrix, factor);
  return { ...row, factor, ...noteSharing(layer), ...(factor === 0 && branch !== undefined && noteStuck(layer)) };
}

/**
 * Notes that a branch that starts at 0 ends in an activation without a gradient at 0, such as ReLU.
 * Its weights would stay 0.
 */
function noteStuck({ activation: { name, activation } }: ModelLayer): { note?: string } {
  if (activation?.df(0) !== 0) return {};
  return { note: `no gradient passes ${name} at 0, so this branch cannot learn; end it without ${name}` };
}

/** Notes that a layer serves several calls. */
export function noteSharing({ callCount }: ModelLayer): { note?: string } {
  return callCount > 1 ? { note: `shared: called ${callCount} times, changed once` } : {};
}
