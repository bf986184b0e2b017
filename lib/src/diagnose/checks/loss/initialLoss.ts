import { lecunNormal } from '../../../init/lecun.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw, zeroBiases } from '../../repairs/redraw.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { findResidualGrowth } from '../signal/residualGrowth.js';
import { type BlindLoss, blindLoss } from './blindLoss.js';

/**
 * Margin for each task: the most that outputs of variance 1 add to the loss of a guess that ignores
 * the input.
 */
const SLACK = { softmax: 1.25, binary: 0.7 };
/** Margin for the sampling error of a small batch, before division by √batch. */
const SAMPLING_SLACK = 4;
/**
 * Margin for large features, which also make the outputs confident. That is not a fault of the
 * output layer.
 */
const FEATURE_SLACK = 2;
/** Least loss, in nats, that a bias for the class frequencies must save to be worth a note. */
const RARE_CLASSES_NATS = 0.3;

/**
 * Recognizes an initial loss above that of a guess that ignores the input, and notes rare classes.
 */
export const initialLoss: Check = {
  kinds: ['initialLoss', 'residualGrowth'],
  stage: 'loss',
  explains: [],
  run(evidence) {
    const blind = blindLoss(evidence);
    const outputs = evidence.matrices.filter(({ layer }) => layer.isOutput);
    if (blind === undefined || !Number.isFinite(evidence.trace.loss?.value) || outputs.length !== 1) return [];
    const confident = tooConfident(evidence, blind, outputs[0]);
    return confident.length > 0 ? confident : rareClasses(evidence, blind, outputs[0]);
  },
};

function tooConfident(evidence: Evidence, blind: BlindLoss, output: ExaminedMatrix): FindingDraft[] {
  const { trace, batch } = evidence;
  const { value, name } = trace.loss as { value: number; name: string };
  const [isLarge, isBiased] = [output.variance > 1.5, hasBias(evidence, output)];
  const isRegression = blind.task === 'regression';
  const slack =
    blind.task === 'regression' ? 4 * blind.uniform + 5 : SLACK[blind.task] + SAMPLING_SLACK / Math.sqrt(batch);
  const high = blind.uniform + slack + (isLarge || isBiased ? 0 : FEATURE_SLACK);
  if (value <= high) return [];
  const growth = isLarge || isBiased || isRegression ? [] : findResidualGrowth(evidence, 1);
  if (growth.length > 0) return growth;
  const cause = isLarge
    ? `The weights of the output layer are too large: fanIn·E w² is ${output.variance.toPrecision(2)}, and 1 would do`
    : isBiased
      ? 'The bias of the output layer prefers outputs that the targets do not'
      : isRegression
        ? 'The targets are far from 0, and the bias of the output layer is not'
        : 'The features before the output layer are large';
  return [
    {
      kind: 'initialLoss',
      layer: trace.layers[output.call].name,
      quantity: `initial loss (${name})`,
      observed: value,
      expected: blind.uniform,
      band: [0, high],
      why: `${cause}. The best guess that does not look at the input has a loss of ${blind.uniform.toPrecision(3)}, and the first steps are spent on getting down to it.`,
      repair:
        isLarge || isBiased || isRegression
          ? repairOf(evidence, output, { isRedrawn: isLarge || !isBiased, isRegression })
          : shrink(evidence, output),
    },
  ];
}

/**
 * Notes that the classes have very different frequencies, which the output bias does not reflect.
 */
function rareClasses(evidence: Evidence, blind: BlindLoss, output: ExaminedMatrix): FindingDraft[] {
  const { trace, batch } = evidence;
  const classes = blind.task === 'binary' ? 2 : trace.layers[output.call].width;
  const value = trace.loss?.value as number;
  // The bias of a trained network may reflect the frequencies already. A bias of 0 does not,
  // whatever the first loss happens to be.
  const worth = (hasBias(evidence, output) ? Math.min(value, blind.uniform) : blind.uniform) - blind.informed;
  if (blind.task === 'regression' || batch < 10 * classes || worth < RARE_CLASSES_NATS) return [];
  if (!output.layer.weights.bias) return [];
  return [
    {
      kind: 'initialLoss',
      severity: 'note',
      layer: trace.layers[output.call].name,
      quantity: `initial loss (${trace.loss?.name})`,
      observed: value,
      expected: blind.informed,
      band: [0, blind.informed + RARE_CLASSES_NATS],
      why: `The classes are not equally frequent: a guess that only knows their frequencies has a loss of ${blind.informed.toPrecision(2)}. The bias of the output layer can start with them.`,
      // One added to the count of each class keeps the bias finite if a class does not occur.
      repair: [{ type: 'setOutputBias', smoothing: 1 }],
    },
  ];
}

function hasBias({ trace }: Evidence, { call }: ExaminedMatrix): boolean {
  return trace.layers[call].weights.some(({ name, secondMoment }) => name === 'bias' && secondMoment > 0);
}

function repairOf(
  evidence: Evidence,
  output: ExaminedMatrix,
  { isRedrawn, isRegression }: { isRedrawn: boolean; isRegression: boolean },
): RepairStep[] {
  const weights = isRedrawn ? redraw(evidence, [output]) : [];
  if (isRegression) return [...weights, { type: 'setOutputBias', smoothing: 0 }];
  return isRedrawn ? weights : zeroBiases([output]);
}

/**
 * Creates the repair that draws output weights for which features of the present size give outputs
 * of variance 1.
 */
function shrink(evidence: Evidence, output: ExaminedMatrix): RepairStep[] {
  const { trace, view } = evidence;
  const [features] = view.calls[output.call].inputs;
  const gain = Number((1 / Math.sqrt(trace.layers[features].activation.secondMoment)).toPrecision(3));
  return redraw(evidence, [output], lecunNormal({ gain }));
}
