import { hasSettableActivation } from '../../../model/setActivation.js';
import type { ModelView } from '../../../network/view/modelView.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { RepairStep } from '../../repairs/repair.js';

/**
 * Creates the repair that gives an output another activation, or, if its layer is nothing but an
 * activation that cannot be changed, the advice to build the model with another layer.
 */
export function changeActivation({ calls }: ModelView, { maker }: ExaminedOutput, activation: string): RepairStep[] {
  const { name, layer } = calls[maker];
  return hasSettableActivation(layer)
    ? [{ type: 'setActivation', layer: name, activation }]
    : [{ type: 'replaceLayer', layer: name, activation }];
}
