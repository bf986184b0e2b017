import { rowSums } from '../../../foundation/statistics.js';
import type { ModelView } from '../../../network/view/modelView.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { changeActivation } from './changeActivation.js';
import { rebuildOutput } from './rebuildOutput.js';
import { number } from './wording.js';

/** Rows from which on targets that are all the same are no accident. */
const LEAST_ROWS = 16;
/** Tolerance for sums of probabilities, as of the errors for named losses. */
const SUM_TOLERANCE = 0.01;

/** Recognizes targets that the loss is not defined for, or that are all the same. */
export const targetLabels: Check = {
  kinds: ['targets'],
  stage: 'output',
  explains: ['outputRange', 'linear'],
  run: (evidence) =>
    evidence.outputs.flatMap((output) => {
      const wrong = wrongLabels(evidence, output) ?? oneClass(output);
      return wrong ? [{ ...common(evidence, output), ...wrong }] : [];
    }),
};

type Wrong = Pick<FindingDraft, 'quantity' | 'observed' | 'expected' | 'band' | 'why' | 'repair'>;

function common({ view }: Evidence, { call }: ExaminedOutput): Pick<FindingDraft, 'kind' | 'layer'> {
  return { kind: 'targets', layer: view.calls[call].name };
}

function wrongLabels(evidence: Evidence, output: ExaminedOutput): Wrong | undefined {
  const { facts } = output.loss;
  switch (facts?.family) {
    case 'binaryCrossEntropy':
      return noProbabilities(evidence, output);
    case 'hinge':
    case 'squaredHinge':
      return wrongSigns(output, facts.labels ?? [-1, 1]);
    case 'crossEntropy':
      return output.hasRows ? noDistribution(evidence, output) : noClass(output);
    default:
      return undefined;
  }
}

function noProbabilities({ view }: Evidence, output: ExaminedOutput): Wrong | undefined {
  const { targets, loss, units, range } = output;
  const { low, high, counts } = targets;
  if (low >= 0 && high <= 1) return undefined;
  const labels = [...(counts?.keys() ?? [])];
  const areSigns = labels.length > 0 && labels.every((label) => label === -1 || label === 1);
  const areClasses = units === 1 && low >= 0 && labels.length > 2 && labels.every(Number.isInteger);
  const advice = areSigns
    ? 'Turn the labels −1 and 1 into 0 and 1'
    : areClasses
      ? `Give the model one unit for each of ${high + 1} classes, with a softmax`
      : 'Use a loss for numbers and a linear output, or bring the targets into the range from 0 to 1';
  const isBounded = range !== undefined && range[0] >= 0 && range[1] <= 1;
  const repair: RepairStep[] = areSigns
    ? [{ type: 'changeTargets', change: 'toUnit' }]
    : areClasses
      ? [{ type: 'changeTargets', change: 'oneHot', by: high + 1 }, ...softmaxOf(view, output, high + 1)]
      : [...(isBounded ? changeActivation(view, output, 'linear') : []), { type: 'setLoss', loss: 'meanSquaredError' }];
  return {
    ...outside(low < 0 ? low : high, [0, 1]),
    why: `${advice}. ${loss.spelling} is for targets from 0 to 1, and these go from ${number(low)} to ${number(high)}: the loss can fall without limit and says nothing.`,
    repair,
  };
}

/** A softmax with a unit for each class, if the model can be given one. */
function softmaxOf(view: ModelView, output: ExaminedOutput, classes: number): RepairStep[] {
  const rebuilt = rebuildOutput(view, output, { units: classes, activation: 'softmax' });
  return rebuilt.length === 0 ? [] : [...rebuilt, { type: 'setLoss', loss: 'categoricalCrossentropy' }];
}

function wrongSigns({ targets, loss, range }: ExaminedOutput, labels: readonly [number, number]): Wrong | undefined {
  // An output of one sign needs another loss, for which 0 and 1 are right.
  if (range !== undefined && range[0] >= 0) return undefined;
  const given = [...(targets.counts?.keys() ?? [])];
  const wrong = targets.counts === undefined ? targets.low : given.find((value) => !labels.includes(value));
  if (wrong === undefined) return undefined;
  const isUnit = given.length > 0 && given.every((value) => value === 0 || value === 1);
  const change = labels[0] === -1 ? 'toSigns' : 'toUnit';
  const what =
    labels[0] === -1 && isUnit
      ? 'A label of 0 gives the loss 1 and no gradient, whatever the output is, so one of the classes is never learned.'
      : 'The loss means nothing for other numbers.';
  return {
    ...outside(wrong, labels),
    why: `Turn the labels into ${labels[0]} and ${labels[1]}: ${loss.spelling} is made for these, and the targets have ${number(wrong)}. ${what}`.replaceAll(
      '-1',
      '−1',
    ),
    repair: [{ type: 'changeTargets', change }],
  };
}

function noDistribution(evidence: Evidence, output: ExaminedOutput): Wrong | undefined {
  const { y, units, loss, targets, range } = output;
  if (units < 2) return undefined;
  const sums = rowSums(y.data, units);
  const wrong = sums.findIndex((sum) => Math.abs(sum - 1) > SUM_TOLERANCE);
  if (wrong < 0 && targets.low >= 0) return undefined;
  const isMultiLabel = [...(targets.counts?.keys() ?? [Number.NaN])].every((value) => value === 0 || value === 1);
  const canNormalize = targets.low >= 0 && sums.every((sum) => sum > 0);
  const repair: RepairStep[] = isMultiLabel
    ? [
        ...(range?.[1] === 1 ? changeActivation(evidence.view, output, 'sigmoid') : []),
        { type: 'setLoss', loss: 'binaryCrossentropy' },
      ]
    : canNormalize
      ? [{ type: 'changeTargets', change: 'divideBySum' }]
      : [{ type: 'countLabels' }];
  const advice = isMultiLabel
    ? 'Use a sigmoid for each label, and binaryCrossentropy: the rows of the targets name several labels or none'
    : canNormalize
      ? 'Divide each row of the targets by its sum'
      : 'Make each row of the targets a distribution, without numbers below 0';
  const sum = sums[Math.max(wrong, 0)];
  return {
    ...outside(wrong < 0 ? targets.low : sum, [1, 1]),
    why: `${advice}. ${loss.spelling} is for rows that sum to 1, and a row of these sums to ${number(sum)}, with numbers from ${number(targets.low)} to ${number(targets.high)}.`,
    repair,
  };
}

function noClass(output: ExaminedOutput): Wrong | undefined {
  const { targets, units, loss } = output;
  const { low, high, counts } = targets;
  const isWhole = [...(counts?.keys() ?? [])].every(Number.isInteger);
  if (isWhole && low >= 0 && high < units) return undefined;
  const startsAt1 = isWhole && low === 1 && high === units;
  const step = scaleOf(output);
  if (step !== undefined) {
    return {
      ...outside(low < 0 ? low : high, [0, units - 1]),
      why: `Do not scale the labels: leave them the numbers of the classes, 0 to ${units - 1}. They are multiples of ${number(step)}, as if they had been scaled with the inputs, and ${loss.spelling} takes each for the class 0.`,
      repair: [{ type: 'changeTargets', change: 'toClasses', by: step }],
    };
  }
  return {
    ...outside(low < 0 ? low : high, [0, units - 1]),
    why: `${startsAt1 ? 'Subtract 1 from the class numbers' : `Number the classes from 0 to ${units - 1}, or give the output more units`}. ${loss.spelling} needs a unit for each class, and the ${units} units have the numbers 0 to ${units - 1}, but the targets go from ${number(low)} to ${number(high)}.`,
    repair: [startsAt1 ? { type: 'changeTargets', change: 'fromOne' } : { type: 'countLabels' }],
  };
}

/**
 * Finds the number of which all labels are multiples, if they are class numbers that were scaled
 * down: at least three different ones, all below 1, with no more multiples than units.
 */
function scaleOf({ targets, units }: ExaminedOutput): number | undefined {
  const values = [...(targets.counts?.keys() ?? [])].sort((a, b) => a - b);
  if (values.length < 3 || values[0] !== 0 || targets.high > 1) return undefined;
  const steps = values.slice(1).map((value, i) => value - values[i]);
  const step = Math.min(...steps);
  const isMultiple = (value: number): boolean => Math.abs(value / step - Math.round(value / step)) < 1e-3;
  return values.every(isMultiple) && Math.round(targets.high / step) < units ? Number(step.toPrecision(6)) : undefined;
}

/** Recognizes targets that are all the same, so that there is nothing to tell apart. */
function oneClass({ targets, loss, units, hasRows }: ExaminedOutput): Wrong | undefined {
  const { counts, shape, means, stds } = targets;
  if (shape[0] < LEAST_ROWS || loss.facts === undefined) return undefined;
  if (stds.some((std, i) => std > 1e-6 * Math.max(1, Math.abs(means[i])))) return undefined;
  // Columns that differ from each other are a constant row, such as the same class in each.
  const isNumber = /Error$/.test(loss.facts.family);
  const value = hasRows && units > 1 ? means.indexOf(Math.max(...means)) : means[0];
  const label = isNumber ? 'The targets do not vary' : `Every sample has the label ${number(value)}`;
  return {
    quantity: 'labels that differ',
    observed: 1,
    expected: 2,
    band: [2, Number.POSITIVE_INFINITY],
    why: `Check how the targets are read. ${label} in all ${shape[0]} samples, so there is nothing to tell apart, and a bias alone reaches the least loss.${counts && counts.size === 1 ? ` The only number among the targets is ${number([...counts.keys()][0])}.` : ''}`,
    repair: [{ type: 'countLabels' }],
  };
}

function outside(observed: number, [low, high]: readonly [number, number]): Omit<Wrong, 'why' | 'repair'> {
  return { quantity: 'target', observed, expected: high, band: [low, high] };
}
