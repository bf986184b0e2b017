import { describe } from '../../foundation/argument.js';
import { outputMatrix } from '../../network/view/layerFacts.js';
import type { ModelLayer, ModelView } from '../../network/view/modelView.js';
import { scaleVariable } from '../weights/variables.js';

/** What was done to a layer, or why nothing. */
export interface ResidualRow {
  layer: string;
  /** The Add layer that its residual branch ends in. */
  branch?: string;
  /** What its weights, or its γ, were multiplied by. */
  factor?: number;
  note?: string;
}

/** Checks that a model has residual branches. */
export function checkResidual({ model, branches }: ModelView, where: string): void {
  if (branches.length > 0) return;
  throw new RangeError(
    `${where}: model ${describe(model.name)} has no residual branch: no Add layer joins a shortcut and a way through other layers`,
  );
}

/** Multiplies the matrix that a layer's output is proportional to. */
export function scaleLayer(layer: ModelLayer, factor: number, branch?: string): ResidualRow {
  const row = { layer: layer.name, ...(branch !== undefined && { branch }) };
  const matrix = outputMatrix(layer);
  if (layer.isFrozen) return { ...row, note: 'left as it is: frozen' };
  if (matrix === undefined) return { ...row, note: 'left as it is: not proportional to one matrix of weights' };
  scaleVariable(matrix, factor);
  return { ...row, factor, ...sharedNote(layer) };
}

/** The note on a layer that serves several calls. */
export function sharedNote({ callCount }: ModelLayer): { note?: string } {
  return callCount > 1 ? { note: `shared: called ${callCount} times, changed once` } : {};
}
