import { rowSums } from '../../../foundation/statistics.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { changeActivation } from './changeActivation.js';
import { reachOf, unreachableShare } from './leastLoss.js';
import { activationText, number, rangeText } from './wording.js';

/** Recognizes losses that take an output for something that it is not. */
export const lossMismatch: Check = {
  kinds: ['lossMismatch'],
  stage: 'output',
  explains: [],
  run: (evidence) => evidence.outputs.flatMap((output) => mismatchOf(evidence, output) ?? []),
};

/** Finds the first rule that an output and its loss break. */
export function mismatchOf(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  for (const rule of RULES) {
    const found = rule(evidence, output);
    if (found) return found;
  }
  return undefined;
}

type Rule = (evidence: Evidence, output: ExaminedOutput) => FindingDraft | undefined;

const RULES: readonly Rule[] = [
  crossEntropyOfOneClass,
  probabilitiesAsLogits,
  cutLogits,
  softmaxTwice,
  logitsAsProbabilities,
  independentProbabilities,
  oneSidedHinge,
  severalLabelsOfSoftmax,
  binaryOfSoftmax,
  squaredErrorOfClasses,
];

/** A cross entropy among the classes of a single unit, which is 0 for every output. */
function crossEntropyOfOneClass(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, units, hasPositions } = output;
  if (loss.facts?.family !== 'crossEntropy' || units !== 1 || hasPositions) return undefined;
  const isSigmoid = /sigmoid$/i.test(output.activation?.name ?? '');
  return draft(evidence, output, {
    why: `Use binaryCrossentropy${isSigmoid ? '' : ' and a sigmoid'} for two classes, or give the output a unit for each class. ${loss.spelling} compares the units of the output with each other, and with one unit there is nothing to compare: the loss says nothing about the output.`,
    repair: [
      ...(isSigmoid ? [] : changeActivation(evidence.view, output, 'sigmoid')),
      { type: 'setLoss', loss: 'binaryCrossentropy' },
    ],
  });
}

/** A softmax or a sigmoid before a loss that applies another. */
function probabilitiesAsLogits(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, activation } = output;
  if (loss.facts?.reads !== 'logits' || !isProbabilityMaker(activation?.name)) return undefined;
  const least = leastText(output);
  return draft(evidence, output, {
    why: `Remove the ${activation?.name}: ${loss.spelling} applies one itself, to what it takes for logits.${least} The gradients are small too.`,
    repair: changeActivation(evidence.view, output, 'linear'),
  });
}

/**
 * A ReLU before a loss that takes logits, which may have any sign. A trial decides, unless units
 * are off already.
 */
function cutLogits(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, range, activation } = output;
  const hasFlatEnd = activation?.activation?.kinks !== undefined && range !== undefined && range[0] === 0;
  if (loss.facts?.reads !== 'logits' || !hasFlatEnd) return undefined;
  return draft(evidence, output, {
    isMild: (evidence.trace.layers[output.maker].deadFraction ?? 0) === 0,
    why: `Make the output linear, without the ${activation?.name}: ${loss.spelling} takes logits, which may have any sign. A unit that is off for a sample gets no gradient from it, and one that is off for all samples never learns.`,
    repair: changeActivation(evidence.view, output, 'linear'),
  });
}

/** Two softmax layers, one after the other. */
function softmaxTwice(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { view } = evidence;
  const { activation, maker, range } = output;
  if (activation?.name !== 'softmax' || range === undefined || range[1] > 1 - 1e-6 || output.units < 2)
    return undefined;
  const [from] = view.calls[maker].inputs;
  const before = from === undefined ? undefined : view.calls[from];
  const name = before?.activation?.name;
  if (before === undefined || name === undefined || name === 'linear') return undefined;
  const kind = name === 'softmax' ? 'a second softmax' : `a softmax after ${name}`;
  return draft(evidence, output, {
    layer: before.name,
    why: `Remove the ${name} of ${before.name}: ${kind} gives no probability above ${number(range[1])}.${leastText(output)}`,
    repair: changeActivation(view, { ...output, maker: from }, 'linear'),
  });
}

/** Numbers of any size before a loss that takes their logarithms. */
function logitsAsProbabilities(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, range, units } = output;
  if (loss.facts?.reads !== 'probabilities' || range === undefined) return undefined;
  if (range[0] > -1e-6 && range[1] < 1 + 1e-6) return undefined;
  const better = loss.facts.family === 'crossEntropy' && units > 1 ? 'softmax' : 'sigmoid';
  return draft(evidence, output, {
    why: `Give the output a ${better}: ${loss.spelling} takes the logarithm of probabilities, but ${activationText(output)} gives ${rangeText(range)}. Numbers below 0 and above 1 are cut off there and get no gradient.`,
    repair: changeActivation(evidence.view, output, better),
  });
}

/** Sigmoids before a loss for one class among several. */
function independentProbabilities(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, activation, units } = output;
  if (loss.facts?.family !== 'crossEntropy' || units < 2 || !/sigmoid$/i.test(activation?.name ?? '')) return undefined;
  const { normalizes } = loss.facts;
  return draft(evidence, output, {
    severity: normalizes ? 'note' : 'fault',
    why: `Use a softmax instead of the sigmoids: ${loss.spelling} is for one class among ${units}. ${
      normalizes
        ? 'The sigmoids do not sum to 1, and the loss divides them by their sum, which makes learning slower.'
        : 'It only looks at the unit of the right class, so sigmoids that are all 1 have a loss of 0, and this is what is learned.'
    } For several labels at once keep the sigmoids and use binaryCrossentropy.`,
    repair: changeActivation(evidence.view, output, 'softmax'),
  });
}

/** A hinge loss, which wants outputs on both sides of 0, on an output of one sign. */
function oneSidedHinge(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, range } = output;
  if (!/inge$/.test(loss.facts?.family ?? '') || loss.facts?.family === 'categoricalHinge') return undefined;
  if (range === undefined || (range[0] <= -1 && range[1] >= 1)) return undefined;
  const isUnit = output.y.data.every((value) => value === 0 || value === 1);
  const isSigmoid = isProbabilityMaker(output.activation?.name) && isUnit;
  const advice = isSigmoid ? 'Use binaryCrossentropy' : 'Make the output linear';
  return draft(evidence, output, {
    why: `${advice}: ${loss.spelling} wants outputs below −1 for one class and above 1 for the other, but ${activationText(output)} gives ${rangeText(range)}.${leastText(output)}${isUnit ? ' A label of 0 gets no gradient from it.' : ''}`,
    repair: isSigmoid
      ? [{ type: 'setLoss', loss: 'binaryCrossentropy' }]
      : changeActivation(evidence.view, output, 'linear'),
  });
}

/** A softmax for several labels at once. */
function severalLabelsOfSoftmax(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, activation, units, y, hasRows } = output;
  const { family = '' } = loss.facts ?? {};
  if (!/^(binaryCrossEntropy|squaredError|absoluteError)$/.test(family) || activation?.name !== 'softmax')
    return undefined;
  if (units < 2 || !hasRows) return undefined;
  const sums = rowSums(y.data, units);
  if (!sums.some((sum) => Math.abs(sum - 1) > 0.01)) return undefined;
  const areLabels = y.data.every((value) => value === 0 || value === 1);
  if (!areLabels && family !== 'binaryCrossEntropy') return undefined;
  return draft(evidence, output, {
    why: `Use sigmoids instead of the softmax: a softmax spreads a probability of 1 over its units, but the targets of a sample sum to ${number(Math.min(...sums))} to ${number(Math.max(...sums))}, so several labels can hold at once, or none.`,
    repair: [
      ...changeActivation(evidence.view, output, 'sigmoid'),
      ...(family === 'binaryCrossEntropy' ? [] : [{ type: 'setLoss' as const, loss: 'binaryCrossentropy' }]),
    ],
  });
}

/** A binary cross entropy of a softmax, which judges each unit by itself. */
function binaryOfSoftmax(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, activation, units } = output;
  if (loss.facts?.family !== 'binaryCrossEntropy' || activation?.name !== 'softmax' || units <= 2) return undefined;
  return draft(evidence, output, {
    severity: 'note',
    why: `Use categoricalCrossentropy: ${loss.spelling} judges each of the ${units} units of the softmax by itself and takes the mean, so the loss is smaller, and an accuracy that goes with it counts units and not samples.`,
    repair: [{ type: 'setLoss', loss: 'categoricalCrossentropy' }],
  });
}

/** A squared error of probabilities of classes. */
function squaredErrorOfClasses(evidence: Evidence, output: ExaminedOutput): FindingDraft | undefined {
  const { loss, activation, y, units, hasRows, hasPositions } = output;
  const family = loss.facts?.family ?? '';
  const isClass = y.data.every((value) => value === 0 || value === 1);
  if (!isClass || !hasRows || hasPositions || !/^(squared|absolute)Error$/.test(family)) return undefined;
  const isSoftmax = activation?.name === 'softmax';
  if (!isSoftmax && !(activation?.name === 'sigmoid' && units === 1)) return undefined;
  return draft(evidence, output, {
    severity: 'note',
    why: `A cross entropy suits classes better: the gradient of ${loss.spelling} goes to 0 where ${activationText(output)} is sure and wrong.`,
    repair: [{ type: 'setLoss', loss: isSoftmax ? 'categoricalCrossentropy' : 'binaryCrossentropy' }],
  });
}

function draft(
  { view }: Evidence,
  output: ExaminedOutput,
  found: { why: string; repair: RepairStep[]; layer?: string; severity?: 'fault' | 'note'; isMild?: boolean },
): FindingDraft {
  const reach = reachOf(output);
  return {
    kind: 'lossMismatch',
    layer: view.calls[output.maker].name,
    quantity: 'share of what there is to learn that the output cannot reach',
    observed: reach === undefined ? Number.NaN : unreachableShare(reach),
    expected: 0,
    band: [0, 0.05],
    ...found,
  };
}

function leastText(output: ExaminedOutput): string {
  const reach = reachOf(output);
  if (reach === undefined || unreachableShare(reach) === 0) return '';
  return ` Even the best weights leave a loss of ${number(reach.least)}.`;
}

function isProbabilityMaker(name: string | undefined): boolean {
  return name !== undefined && /^(softmax|sigmoid|hardSigmoid)$/.test(name);
}
