import { significant } from '../../../display/significant.js';
import { columnMeans, mean, meanSquare } from '../../../foundation/statistics.js';
import { lecunNormal } from '../../../init/lecun.js';
import { penalties } from '../../../network/batchLoss.js';
import { outputGain } from '../../../recommend/rules/outputLayers.js';
import type { Evidence } from '../../evidence/evidence.js';
import { isShallow } from '../../evidence/shallow.js';
import type { FindingDraft } from '../../finding.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw, zeroBiases } from '../../repairs/redraw.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { findResidualGrowth } from '../signal/residualGrowth.js';
import { type BlindLoss, blindLoss, highestLoss } from './blindLoss.js';
import { judgeUnknownOutput, unknownOutput } from './unknownOutput.js';

/**
 * Margin for large features, which also make the outputs confident. That is not a fault of the
 * output layer.
 */
const FEATURE_SLACK = 2;
/** Smallest loss, in nats, that a bias for the class frequencies must save to be worth a note. */
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
    if (blind === undefined || !Number.isFinite(evidence.trace.loss?.value)) return [];
    const unknown = unknownOutput(evidence.view);
    if (unknown !== undefined) return judgeUnknownOutput(evidence, blind, unknown);
    const outputs = evidence.matrices.filter(({ layer }) => layer.isOutput);
    if (outputs.length !== 1) return [];
    const confident = tooConfident(evidence, blind, outputs[0]);
    return confident.length > 0 ? confident : rareClasses(evidence, blind, outputs[0]);
  },
};

function tooConfident(evidence: Evidence, blind: BlindLoss, output: ExaminedMatrix): FindingDraft[] {
  const { trace, batch } = evidence;
  const { value: total, name } = trace.loss as { value: number; name: string };
  const value = total - penalties(evidence.view);
  const isRegression = blind.task === 'regression';
  const isOff = isRegression && isOffCentre(evidence);
  const [isLarge, isBiased] = [output.variance > 1.5 && !isOff, hasBias(evidence, output)];
  const high = highestLoss(blind, batch) + (isLarge || isBiased ? 0 : FEATURE_SLACK);
  if (value <= high) return [];
  const growth = isLarge || isBiased || isOff ? [] : findResidualGrowth(evidence, 1);
  if (growth.length > 0) return growth;
  const cause = isLarge
    ? `Draw smaller weights for the output layer. Their fanIn·E w² is ${output.variance.toPrecision(2)}, and 1 would do`
    : isBiased
      ? 'Change the bias of the output layer. It prefers outputs that the targets do not'
      : 'Draw smaller weights for the output layer, because the features before it are large';
  return [
    {
      kind: 'initialLoss',
      isMild: isShallow(evidence),
      layer: trace.layers[output.call].name,
      quantity: `initial loss (${name})`,
      observed: value,
      expected: blind.uniform,
      band: [0, high],
      why: `${isOff ? offCentreText(evidence) : cause}. The best guess that does not look at the input has a loss of ${blind.uniform.toPrecision(3)}, and the first steps are spent on getting down to it.`,
      repair:
        isLarge || isBiased || isOff
          ? repairOf(evidence, output, { isRedrawn: isLarge, isRegression })
          : shrink(evidence, output, isRegression),
    },
  ];
}

/**
 * Whether the distance between the means of targets and outputs makes most of the loss, and the
 * targets are farther from 0. If the outputs are, their weights or their bias are the cause.
 */
function isOffCentre(evidence: Evidence): boolean {
  const { distance, rest, targets, outputs } = meansApart(evidence);
  return distance > rest && Math.abs(targets) >= Math.abs(outputs);
}

function offCentreText(evidence: Evidence): string {
  const { targets, outputs } = meansApart(evidence);
  return `Set the bias of the output layer to the mean of the targets: it is ${significant(targets, 3)}, and that of the outputs is ${significant(outputs, 3)}`;
}

/** The squared error that is due to the means, and the rest of it. */
function meansApart(evidence: Evidence): { targets: number; outputs: number; distance: number; rest: number } {
  const [{ y }] = evidence.outputs;
  const [predicted] = evidence.predictions();
  const columns = y.data.length / evidence.batch;
  const [targets, outputs] = [y.data, predicted].map((values) => columnMeans(values, columns));
  const distance = meanSquare(targets.map((value, i) => value - outputs[i]));
  const total = meanSquare(Float64Array.from(y.data, (value, i) => value - predicted[i]));
  return { targets: mean(targets), outputs: mean(outputs), distance, rest: total - distance };
}

/**
 * Notes that the classes have very different frequencies, which the output bias does not reflect.
 */
function rareClasses(evidence: Evidence, blind: BlindLoss, output: ExaminedMatrix): FindingDraft[] {
  const { trace, batch } = evidence;
  const [{ units, hasPositions, y }] = evidence.outputs;
  // Pixels, and several labels at once, are no classes.
  const isBinary = units === 1 && y.data.every((label) => label === 0 || label === 1);
  if (hasPositions || (blind.task === 'binary' && !isBinary)) return [];
  const classes = blind.task === 'binary' ? 2 : units;
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
      why: `Let the bias of the output layer start with the frequencies of the classes, which are not equal. A guess that only knows them has a loss of ${blind.informed.toPrecision(2)}.`,
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
  if (isRegression) return [...weights, { type: 'setOutputBias', smoothing: 0, task: 'regression' }];
  return isRedrawn ? weights : zeroBiases([output]);
}

/**
 * Creates the repair that draws output weights for which features of the present size give outputs
 * of the size that the task should start with.
 */
function shrink(evidence: Evidence, output: ExaminedMatrix, isRegression: boolean): RepairStep[] {
  const { trace, view } = evidence;
  const [features] = view.calls[output.call].inputs;
  const size = outputGain(isRegression ? 'regression' : 'softmax');
  const gain = Number((size / Math.sqrt(trace.layers[features].activation.secondMoment)).toPrecision(3));
  const weights = redraw(evidence, [output], lecunNormal({ gain }));
  return isRegression ? [...weights, { type: 'setOutputBias', smoothing: 0, task: 'regression' }] : weights;
}
