import { significant } from '../../display/significant.js';
import { type Measured, measure } from './measure.js';
import type { MonitoredNonFinite } from './report.js';
import { findNonFinite, type Snapshot, type WeightHistory } from './weights.js';

/** Records that training has left when a number that is not finite appears. */
export interface Traces {
  measured: Measured;
  history: WeightHistory;
  /** Number of the last step. */
  step: number;
  /** Loss of each step's batch; entry i belongs to step i + 1. */
  batchLosses: readonly number[];
}

/**
 * Finds where the first NaN or infinity appeared, looking back over the snapshots. Weights that are
 * not finite stay so, which makes the first snapshot that has some the right one.
 *
 * - If the loss of a batch is not finite although the weights were, the numbers grew too large in
 *   the forward pass: the sample shows in which layer.
 * - Otherwise the gradient or the update did it. A gradient that is not finite spreads from the
 *   layer where it begins to all layers before it, so the last of these layers is named.
 */
export function locateNonFinite(traces: Traces): MonitoredNonFinite {
  return withGradientGrowth(traces, find(traces));
}

/** Adds how the gradient of the layer grew over the snapshots. */
export function withGradientGrowth(traces: Traces, found: MonitoredNonFinite): MonitoredNonFinite {
  const growth = found.layer === undefined ? undefined : gradientGrowth(traces, found.layer);
  return growth ? { ...found, gradientGrowth: growth } : found;
}

function find(traces: Traces): MonitoredNonFinite {
  const { measured, history, step, batchLosses } = traces;
  const snapshots = history.all;
  const present = { step, weights: findNonFinite(measured.weights) };
  const states = [
    ...snapshots
      .filter((snapshot) => snapshot.step < step)
      .map((snapshot) => ({ step: snapshot.step, weights: findNonFinite(measured.weights, snapshot.tensors) })),
    present,
  ];
  const first = states.find(({ weights }) => weights.length > 0);
  const firstStep = first?.step ?? step;
  const before = snapshots.findLast((snapshot) => snapshot.step < firstStep);
  const batchLoss = batchLosses[firstStep - 1] ?? Number.NaN;
  if (before && !Number.isFinite(batchLoss)) return overflow(traces, before, firstStep, batchLoss);
  if (first === undefined) return { step, quantity: 'loss', value: String(batchLoss) };
  const { layer, weight, value } = first.weights[first.weights.length - 1];
  const gradient = before && measureAt(traces, before)?.wrongGradient;
  if (gradient && first.weights.length > 1) {
    return { step: firstStep, quantity: 'gradient', ...gradient, value: String(gradient.value) };
  }
  return { step: firstStep, quantity: 'weight', layer, weight, value: String(value) };
}

/** Names the first layer whose output on the sample is not finite, or else the batch loss. */
function overflow(
  { measured, history }: Traces,
  before: Snapshot,
  step: number,
  batchLoss: number,
): MonitoredNonFinite {
  const { wrongOutput } = measure(measured, { backward: false, prepare: () => history.recall(before) });
  if (wrongOutput === undefined) return { step, quantity: 'loss', value: String(batchLoss) };
  return { step, quantity: 'output', layer: wrongOutput.layer, value: String(wrongOutput.value) };
}

function measureAt({ measured, history }: Traces, snapshot: Snapshot): ReturnType<typeof measure> {
  return measure(measured, { prepare: () => history.recall(snapshot) });
}

/** Compares the gradient of a layer in the last finite snapshot with the smallest before it. */
function gradientGrowth(traces: Traces, layer: string): MonitoredNonFinite['gradientGrowth'] {
  const { measured, history } = traces;
  const sizes = history.all
    .filter(({ tensors }) => findNonFinite(measured.weights, tensors).length === 0)
    .map((snapshot) => ({ step: snapshot.step, size: measureAt(traces, snapshot).gradients.get(layer) ?? Number.NaN }))
    .filter(({ size }) => Number.isFinite(size) && size > 0);
  const last = sizes.at(-1);
  if (last === undefined) return undefined;
  const least = sizes.reduce((smallest, other) => (other.size < smallest.size ? other : smallest));
  if (least.step === last.step) return undefined;
  return { factor: last.size / least.size, steps: last.step - least.step };
}

/** Writes the place of a number that is not finite as a clause. */
export function nonFiniteText({
  step,
  quantity,
  layer,
  weight,
  value,
  gradientGrowth: growth,
}: MonitoredNonFinite): string {
  const thing = {
    output: `The output of ${layer}`,
    loss: 'The loss of the batch',
    gradient: `The gradient with respect to the ${weight} of ${layer}`,
    weight: `The ${weight} of ${layer}`,
  }[quantity];
  const when = step === 0 ? 'before the first step' : `at step ${step}`;
  const clause = step === 0 ? `${thing} was ${value} ${when}` : `${thing} became ${value} ${when}`;
  if (growth === undefined || growth.factor < NOTABLE_GROWTH) return `${clause}.`;
  const steps = growth.steps === 1 ? 'one step' : `${growth.steps} steps`;
  return `${clause}, after the gradient of ${layer} grew ${significant(growth.factor, 2)}-fold in ${steps}.`;
}

/** Growth of a gradient over a few steps that is worth a word. */
const NOTABLE_GROWTH = 10;
