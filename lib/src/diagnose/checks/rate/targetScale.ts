import { columnMeans, rootMeanSquare } from '../../../foundation/statistics.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';
import { number } from '../output/wording.js';

/**
 * Range of the standard deviations of targets that need no remark, in units of what the output
 * gives for values of order 1.
 */
const USUAL_RANGE = [0.05, 20] as const;
/** Steps of training that show whether the scale matters. */
const STEPS = 20;
/** Smallest gain of standardized targets in these steps that makes a comparison possible. */
const LEAST_GAIN = 0.02;
/** The factor by which standardized targets must do better. */
const FAULT_FACTOR = 4;

/**
 * Recognizes targets whose scale is far from that of the outputs, if the first steps show that this
 * hinders learning.
 */
export const targetScale: Check = {
  kinds: ['targets'],
  stage: 'rate',
  explains: [],
  run: (evidence) => evidence.outputs.flatMap((output, i) => judge(evidence, output, i)),
};

function judge(evidence: Evidence, output: ExaminedOutput, index: number): FindingDraft[] {
  const { targets, loss, spread, range, call } = output;
  const isBounded = range !== undefined && Number.isFinite(range[0]) && Number.isFinite(range[1]);
  if (!/^(squared|absolute|other)Error$/.test(loss.facts?.family ?? '') || isBounded || spread === 0) return [];
  const deviation = rootMeanSquare(targets.stds);
  const ratio = deviation / spread;
  if (!(ratio > 0) || (ratio >= USUAL_RANGE[0] && ratio <= USUAL_RANGE[1])) return [];
  if (hasLearned(evidence, output, index)) return [];
  const trials = evidence.outputs.length === 1 ? compareTrials(evidence, output) : undefined;
  const isFault = trials !== undefined && hinders(trials, ratio > 1);
  return [
    {
      kind: 'targets',
      ...(!isFault && { severity: 'note' as const }),
      layer: evidence.view.calls[call].name,
      quantity: 'standard deviation of the targets over the scale of the output',
      observed: ratio,
      expected: 1,
      band: USUAL_RANGE,
      why: `Standardize the targets: subtract their mean and divide by their standard deviation, ${number(deviation)}. ${consequence(ratio, spread)}${trials ? ` ${trialsText(trials, evidence)}` : ''}`,
      repair: [{ type: 'changeTargets', change: 'standardize' }],
    },
  ];
}

function consequence(ratio: number, spread: number): string {
  return ratio > 1
    ? `The outputs start near ${number(spread)}, so the weights have to grow ${number(ratio)} times as large.`
    : `The outputs start near ${number(spread)}, so the first loss is that of the output layer alone, and a usual step changes the output by more than the targets differ.`;
}

/** Losses before and after a few steps, as shares of the variance of the targets. */
interface Trial {
  first: number;
  last: number;
}

interface Trials {
  given: Trial;
  scaled: Trial;
}

/** Trains for a few steps on targets of mean 0, with and without their scale. */
function compareTrials(evidence: Evidence, { y, loss }: ExaminedOutput): Trials {
  const columns = y.data.length / y.shape[0];
  const means = columnMeans(y.data, columns);
  const centred = Float32Array.from(y.data, (value, i) => value - means[i % columns]);
  const deviation = rootMeanSquare(centred);
  const attempt = (scale: number): Trial => {
    const targets = { shape: y.shape, data: centred.map((value) => value / scale) };
    const losses = evidence.trialOn([targets], STEPS);
    const blind = loss.facts?.family === 'squaredError' ? (deviation / scale) ** 2 : deviation / scale;
    const last = losses[losses.length - 1] / blind;
    const hasEnded = losses.length > STEPS && Number.isFinite(last);
    return { first: losses[0] / blind, last: hasEnded ? last : Number.POSITIVE_INFINITY };
  };
  return { given: attempt(1), scaled: attempt(deviation) };
}

/**
 * Whether the scale hinders learning: large targets gain much less in the same steps than
 * standardized ones; of small targets, much more is left.
 */
function hinders({ given, scaled }: Trials, isLarge: boolean): boolean {
  if (!isLarge) return given.last > FAULT_FACTOR * scaled.last;
  const [slow, fast] = [given, scaled].map(({ first, last }) => first - last);
  return fast > LEAST_GAIN && !(FAULT_FACTOR * slow > fast);
}

function trialsText({ given, scaled }: Trials, { trace }: Evidence): string {
  const { name, learningRate } = trace.optimizer ?? { name: 'the optimizer', learningRate: Number.NaN };
  const result = ({ first, last }: Trial): string =>
    last === Number.POSITIVE_INFINITY ? 'diverges' : `goes from ${number(first)} to ${number(last)}`;
  return `In ${STEPS} steps of ${name} at a rate of ${learningRate} the loss, over that of the mean of the targets, ${result(given)} with the targets as they are, and ${result(scaled)} with standardized ones.`;
}

/** Whether the model already explains half of the targets, as after training. */
function hasLearned(evidence: Evidence, { y, targets }: ExaminedOutput, index: number): boolean {
  const predicted = evidence.predictions()[index];
  if (predicted.length !== y.data.length) return false;
  const error = y.data.reduce((sum, value, i) => sum + (value - predicted[i]) ** 2, 0) / y.data.length;
  return error < rootMeanSquare(targets.stds) ** 2 / 2;
}
