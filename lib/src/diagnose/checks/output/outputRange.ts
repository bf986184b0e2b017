import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { changeActivation } from './changeActivation.js';
import { reachOf, unreachableShare } from './leastLoss.js';
import { mismatchOf } from './lossMismatch.js';
import { activationText, number, percent, rangeText } from './wording.js';

/** The share of what can be learned whose loss is a fault. */
const FAULT_SHARE = 0.05;
/** The share whose loss is worth a note. */
const NOTE_SHARE = 1e-3;

/** Recognizes outputs that cannot reach their targets, whatever the weights are. */
export const outputRange: Check = {
  kinds: ['outputRange'],
  stage: 'output',
  explains: ['dead'],
  run: (evidence) => evidence.outputs.flatMap((output) => judge(evidence, output)),
};

function judge(evidence: Evidence, output: ExaminedOutput): FindingDraft[] {
  const reach = reachOf(output);
  const share = reach === undefined ? 0 : unreachableShare(reach);
  if (reach === undefined || share < NOTE_SHARE || hasMismatch(evidence, output)) return [];
  const isNumber = /Error$/.test(output.loss.facts?.family ?? '');
  return [
    {
      kind: 'outputRange',
      ...(share < FAULT_SHARE && { severity: 'note' as const }),
      layer: evidence.view.calls[output.maker].name,
      quantity: 'share of what there is to learn that the output cannot reach',
      observed: share,
      expected: 0,
      band: [0, share < FAULT_SHARE ? NOTE_SHARE : FAULT_SHARE],
      why: isNumber ? numbersText(output, share) : lossText(output, reach.least, reach.floor),
      repair: isNumber ? repairNumbers(evidence, output) : changeActivation(evidence.view, output, 'linear'),
    },
  ];
}

/** Whether the range is wrong because the loss takes the output for something that it is not. */
function hasMismatch(evidence: Evidence, output: ExaminedOutput): boolean {
  const mismatch = mismatchOf(evidence, output);
  return mismatch !== undefined && mismatch.severity !== 'note';
}

function numbersText(output: ExaminedOutput, share: number): string {
  const { range = [0, 0], y, targets } = output;
  const outside = y.data.filter((value) => value < range[0] || value > range[1]).length / y.data.length;
  const advice = arePixels(output)
    ? 'Divide the targets by 255, or make the output linear'
    : 'Make the output linear, or bring the targets into its range';
  return `${advice}. The targets go from ${number(targets.low)} to ${number(targets.high)}, but ${activationText(output)} gives ${rangeText(range)}: ${percent(outside)} of the targets lie outside. Even the best weights leave ${percent(share)} of what there is to learn.`;
}

function lossText(output: ExaminedOutput, least: number, floor: number): string {
  const { range = [0, 0], loss } = output;
  return `Make the output linear. ${capital(activationText(output))} gives ${rangeText(range)}, which ${loss.spelling} reads as ${loss.facts?.reads}: even the best weights leave a loss of ${number(least)}, where others reach ${number(floor)}.`;
}

function repairNumbers({ view, matrices }: Evidence, output: ExaminedOutput): RepairStep[] {
  const [, high] = output.range ?? [0, 0];
  if (arePixels(output) && high === 1) return [{ type: 'changeTargets', change: 'divide', by: 255 }];
  const steps = changeActivation(view, output, 'linear');
  const own = matrices.filter(({ layer }) => layer.isOutput);
  const isOnly = view.outputs.length === 1 && own.length === 1 && own[0].layer.weights.bias !== undefined;
  // A bias takes one number for each unit, which pixels and steps share.
  const isRow = !output.hasPositions && output.hasRows;
  return isOnly && isRow && steps[0].type === 'setActivation'
    ? [...steps, { type: 'setOutputBias', smoothing: 0, task: 'regression' }]
    : steps;
}

function arePixels({ targets, hasPositions, units }: ExaminedOutput): boolean {
  return targets.low >= 0 && targets.high > 30 && targets.high <= 255 && (hasPositions || units > 30);
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
