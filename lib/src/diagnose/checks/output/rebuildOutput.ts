import type { ModelView } from '../../../network/view/modelView.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { RepairStep, StepOf } from '../../repairs/repair.js';

/**
 * Creates the repair that gives the model another end: in place of the dense layer that makes its
 * only output, and of an activation layer after it. It is empty if other layers make the output.
 */
export function rebuildOutput(
  { calls, outputs }: ModelView,
  { call, maker }: ExaminedOutput,
  end: Omit<StepOf<'rebuildOutput'>, 'type' | 'layer'>,
): RepairStep[] {
  const { kind, inputs } = calls[maker];
  const { name, layer, kind: last } = kind.operation === 'activation' ? calls[inputs[0]] : calls[maker];
  // The name of a call differs from that of its layer if the layer is shared or within a model.
  const canRebuild = outputs.length === 1 && call === maker && last.operation === 'dense' && name === layer.name;
  return canRebuild ? [{ type: 'rebuildOutput', layer: name, ...end }] : [];
}
