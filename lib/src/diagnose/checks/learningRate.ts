import { significant } from '../../display/significant.js';
import { mean, median } from '../../foundation/statistics.js';
import { blindLoss } from '../evidence/blindLoss.js';
import type { Examination } from '../evidence/examine.js';
import { type TrialOptions, trialSteps } from '../evidence/trialSteps.js';
import { type Finding, finding } from '../finding.js';

/** ‖Δw‖/‖w‖ of the first step, median over layers: above, few steps undo what the initialization has set up; below, 10,000 steps in one direction move weights by 1 %. */
const RATIOS = [1e-6, 0.3] as const;
const knownOptimizers = ['sgd', 'momentum', 'adam', 'rmsprop', 'adagrad'] as const;
/** What is aimed at. */
const RATIO = 1e-3;
/** How far above a guess that knows nothing the loss may be after the first steps, as a factor. */
const LOSS = 1.5;

/** Steps out of proportion to the weights, where nothing else is wrong: by their size, and by trying some. */
export function learningRate(examined: Examination): Finding[] {
  const { trace, matrices } = examined;
  const ratio = medianRatio(examined);
  if (ratio === undefined || trace.optimizer === undefined || trace.loss === undefined) return [];
  const { name, learningRate: rate } = trace.optimizer;
  const losses = attempt(examined);
  const after = meanOf(losses.slice(Math.ceil(losses.length / 2)));
  const bound = LOSS * Math.max(losses[0], blindLoss(examined)?.uniform ?? 5 * losses[0]);
  if (after <= bound && ratio >= RATIOS[0] && ratio <= RATIOS[1]) return [];
  const better = betterRate(examined, name, (rate * RATIO) / ratio);
  const common = {
    kind: 'learningRate' as const,
    ...(!isChosen(examined) && { severity: 'note' as const }),
    layer: trace.layers[matrices[0].call].name,
    why: `${name} at ${rate} takes steps of ${Number((100 * ratio).toPrecision(2))} % of the weights' size. In ${losses.length - 1} steps the loss goes from ${significant(losses[0], 3)} to ${significant(losses[losses.length - 1], 3)}${better.told}. The initialization is not the cause.`,
    repair: {
      imports: ['train'],
      code: `await train(model, { x, y }, { optimizer: '${name.toLowerCase()}', learningRate: ${better.rate}, steps: 1000 });`,
    },
  };
  const bySize = { quantity: 'first step over the size of the weights, median of layers', observed: ratio };
  const byLoss = { quantity: `mean loss in the second half of ${losses.length - 1} steps`, observed: after };
  return after <= bound
    ? [finding({ ...common, ...bySize, expected: RATIO, band: RATIOS })]
    : [finding({ ...common, ...byLoss, expected: losses[0], band: [0, bound] })];
}

/** A rate that nobody has chosen, the default, is not a fault of the network. */
function isChosen({ learning, model }: Examination): boolean {
  return learning.optimizer !== undefined || learning.learningRate !== undefined || Boolean(model.optimizer);
}

function medianRatio({ trace, matrices }: Examination): number | undefined {
  const ratios = matrices
    .filter(({ layer, secondMoment }) => !layer.frozen && secondMoment > 0)
    .flatMap(
      ({ call, variable }) =>
        trace.layers[call].weights.find(({ name }) => variable.originalName.endsWith(name))?.updateRatio ?? [],
    )
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0);
  return ratios.length === 0 ? undefined : median(ratios);
}

function attempt({ model, x, y, learning, steps, seed }: Examination, other: Partial<TrialOptions> = {}): number[] {
  return trialSteps(model, x, y, { ...learning, ...other, steps, seed });
}

/** A rate whose steps are of the size aimed at, or a tenth of it and so on, until the loss falls. */
function betterRate(examined: Examination, optimizer: string, aim: number): { rate: number; told: string } {
  const name = knownOptimizers.find((known) => known === optimizer.toLowerCase());
  if (name === undefined) return { rate: round(aim), told: '' };
  for (const tried of [1, 0.1, 0.01].map((factor) => round(aim * factor))) {
    const losses = attempt(examined, { optimizer: name, learningRate: tried });
    const last = losses[losses.length - 1];
    if (last < losses[0]) return { rate: tried, told: `, at a rate of ${tried} to ${significant(last, 3)}` };
  }
  return { rate: round(aim), told: '' };
}

function meanOf(losses: readonly number[]): number {
  return losses.every(Number.isFinite) ? mean(losses) : Number.POSITIVE_INFINITY;
}

function round(value: number): number {
  return Number(value.toPrecision(1));
}
