import { lecunNormal } from '../../../init/lecun.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import { redraw } from '../../repairs/redraw.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { changeActivation } from '../output/changeActivation.js';
import { activationText } from '../output/wording.js';

/** Samples that must agree before a unit counts as dead. */
const LEAST_SAMPLES = 8;

/**
 * Recognizes output units that are at a flat end of their activation for every sample, though their
 * targets differ. In a hidden layer other units take over; nothing does in an output layer.
 */
export const deadOutput: Check = {
  kinds: ['dead'],
  stage: 'signal',
  explains: ['initialLoss', 'correlationCollapse'],
  run: (evidence) =>
    evidence.batch < LEAST_SAMPLES
      ? []
      : evidence.outputs.flatMap((output, i) => (mayDie(evidence, output) ? judge(evidence, output, i) : [])),
};

/** Whether the activation of an output has a flat end, at which some of its units are. */
function mayDie({ trace }: Evidence, { maker, activation, loss }: ExaminedOutput): boolean {
  // A loss of logits wants no such activation at all: see lossMismatch.
  return (
    loss.facts?.reads !== 'logits' &&
    activation?.activation?.kinks !== undefined &&
    (trace.layers[maker].deadFraction ?? 0) > 0
  );
}

function judge(evidence: Evidence, output: ExaminedOutput, index: number): FindingDraft[] {
  const { view } = evidence;
  const { units, targets, hasRows, maker } = output;
  if (!hasRows) return [];
  const values = evidence.predictions()[index];
  const isWanted = (unit: number): boolean => targets.stds.some((std, column) => column % units === unit && std > 0);
  const isConstant = (unit: number): boolean =>
    values.every((value, i) => i % units !== unit || value === values[unit]);
  const dead = Array.from({ length: units }, (_, unit) => unit).filter((unit) => isWanted(unit) && isConstant(unit));
  if (dead.length === 0) return [];
  const which = units === 1 ? 'The output unit is' : `${dead.length} of the ${units} output units are`;
  return [
    {
      kind: 'dead',
      layer: view.calls[maker].name,
      quantity: 'share of output units that are off for every sample',
      observed: dead.length / units,
      expected: 0,
      band: [0, 0],
      why: `Draw the weights of the output layer again, with a bias at the mean of the targets. ${which} at a flat end of ${activationText(output)} for all ${evidence.batch} samples, so ${dead.length === 1 ? 'it gets' : 'they get'} no gradient and can never change.`,
      repair: repairOf(evidence, output),
    },
  ];
}

function repairOf(evidence: Evidence, output: ExaminedOutput): RepairStep[] {
  const { view, matrices } = evidence;
  const { units, targets, hasPositions, activation, range = [0, 0] } = output;
  const own = matrices.filter(({ layer }) => layer.isOutput);
  const isAbove = targets.means.every((mean) => mean > range[0]) && range[1] === Number.POSITIVE_INFINITY;
  if (own.length === 1 && own[0].layer.weights.bias && view.outputs.length === 1 && isAbove && !hasPositions) {
    const size = Math.min(...targets.means) / 2;
    const gain = Number(Math.min(0.1, size).toPrecision(2));
    return [
      ...redraw(evidence, own, lecunNormal({ gain })),
      { type: 'setOutputBias', smoothing: 0, task: 'regression' },
    ];
  }
  if (activation?.name === 'relu' && units > 0) return changeActivation(view, output, 'softplus');
  return redraw(evidence, own);
}
