import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { abs, engine, grad, step as isPositive, max, mean, sub, tidy } from '#tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import { sum } from '../../foundation/statistics.js';
import { batchLoss, penalties } from '../../network/batchLoss.js';
import type { OutputLoss } from '../../network/losses.js';
import type { ModelView } from '../../network/view/modelView.js';
import { withTapeFreed } from '../../network/withTapeFreed.js';
import { random } from '../../random/random.js';
import { withSeededMath } from '../../random/seededMath.js';
import { type Hooks, runCalls } from '../../signal/trace/passes/forward.js';
import { activationName, withModelRestored } from '../../signal/trace/passes/patches.js';
import { unitAxis } from '../../signal/units.js';
import { firstNonFinite, sumOfSquares } from './sums.js';
import type { LayerWeights } from './weights.js';

/** Distance from an end of its range within which an output counts as saturated, as in `trace`. */
const SATURATED_DISTANCE = 0.03;

/** Seed of dropout and noise, the same at every measurement so that measurements compare. */
const NOISE_SEED = 0;

/** Units of one call, as one pass sees them. */
export interface UnitStates {
  units: number;
  deadUnits: number;
  saturatedShare?: number;
}

/** Measurements of a model on the sample. */
export interface Measurement {
  /** Loss without penalties. */
  loss: number;
  /** States of the units, with the names of the calls as keys. */
  units: Map<string, UnitStates>;
  /** Root mean squares of the gradients of layers, with their names as keys. */
  gradients: Map<string, number>;
  /** The weight nearest to the output whose gradient has a NaN or an infinity. */
  wrongGradient?: WrongNumber & { weight: string };
  /**
   * The first call whose output has a NaN or an infinity. Only a measurement without the backward
   * pass looks for it, and only if the loss is not finite.
   */
  wrongOutput?: WrongNumber;
}

interface WrongNumber {
  layer: string;
  value: number;
}

/** Subject of a measurement: the model, its weights, and the sample with its loss. */
export interface Measured {
  view: ModelView;
  weights: readonly LayerWeights[];
  feeds: readonly Tensor[];
  losses: readonly OutputLoss[];
  targets: readonly NumberArray[];
  /** Whether batch normalization takes the statistics of the sample, as it does in training. */
  training: boolean;
}

/**
 * Measures a model on the sample in one forward pass and, unless `backward` is false, one backward
 * pass. Leaves the model unchanged.
 *
 * @param prepare changes the weights before the measurement; they are restored afterwards
 */
export function measure(
  measured: Measured,
  { backward = true, prepare }: { backward?: boolean; prepare?: () => void } = {},
): Measurement {
  const { view } = measured;
  return withModelRestored(view, () => {
    prepare?.();
    return withSeededMath(random(NOISE_SEED), () => withTapeFreed(() => runPasses(measured, backward)));
  });
}

function runPasses(measured: Measured, backward: boolean): Measurement {
  const { view, weights, feeds, losses, targets, training } = measured;
  const loss = batchLoss(view, losses, targets);
  const units = new Map<string, UnitStates>();
  const outputs: Tensor[] = [];
  const hooks = watchUnits(view, units, outputs);
  let withoutPenalties = Number.NaN;
  const lossOf = (): Scalar => {
    const total = loss.of(runCalls(view, feeds, training, hooks));
    withoutPenalties = total.dataSync()[0] - penalties(view);
    return total;
  };
  const trained = weights.flatMap(({ layer, weights: own }) =>
    own.filter(({ isTrained }) => isTrained).map(({ name, variable }) => ({ layer, name, variable })),
  );
  const gradients = new Map<string, number>();
  let wrongGradient: Measurement['wrongGradient'];
  let wrongOutput: Measurement['wrongOutput'];
  if (!backward) {
    lossOf();
    if (!Number.isFinite(withoutPenalties)) wrongOutput = firstWrong(view, outputs);
  } else {
    const { grads } = engine().gradients(
      lossOf,
      trained.map(({ variable }) => variable),
      undefined,
      true,
    );
    for (const layer of new Set(trained.map(({ layer: name }) => name))) {
      const own = (grads as (Tensor | null)[]).filter(
        (gradient, i) => gradient && trained[i].layer === layer,
      ) as Tensor[];
      const count = sum(own.map(({ size }) => size));
      if (own.length > 0) gradients.set(layer, Math.sqrt(sum(own.map(sumOfSquares)) / count));
    }
    wrongGradient = trained
      .flatMap(({ layer, name: weight }, i) => {
        const gradient = grads[i] as Tensor | null;
        if (!gradient || Number.isFinite(gradients.get(layer))) return [];
        const value = firstNonFinite(gradient);
        return value === undefined ? [] : [{ layer, weight, value }];
      })
      .at(-1);
  }
  return {
    loss: withoutPenalties,
    units,
    gradients,
    ...(wrongGradient && { wrongGradient }),
    ...(wrongOutput && { wrongOutput }),
  };
}

/** Makes hooks that count dead and saturated units, and collect the outputs of the calls. */
function watchUnits({ calls, outputs: ends }: ModelView, units: Map<string, UnitStates>, outputs: Tensor[]): Hooks {
  // Probabilities near 0 or 1 say that the model is sure, not that its units are stuck.
  const probabilities = new Set(ends.filter(({ isProbability }) => isProbability).map(({ call }) => call));
  return {
    activation(call, a) {
      outputs[call] = a;
      const { layer, name, activation } = calls[call];
      const range = activationName(layer) === undefined ? undefined : activation?.activation?.range;
      const states = units.get(name);
      if (range && states) states.saturatedShare = saturatedShare(a, range);
      return a;
    },
    preActivation(call, z, f) {
      const { layer, name } = calls[call];
      const isLeftOut = probabilities.has(call) || /softmax/i.test(activationName(layer) ?? '');
      if (!isLeftOut) units.set(name, countDead(z, f, unitAxis(layer, z.rank)));
      return z;
    },
    step: (_, h) => h,
  };
}

/** Counts the units whose derivative is 0 everywhere. The backend reduces all but the units. */
function countDead(z: Tensor, f: (z: Tensor) => Tensor, axis: number): UnitStates {
  const slopes = tidy(() => {
    const slope = abs(grad(f)(z));
    return max(slope, axesBut(axis, slope.rank)).dataSync();
  });
  let deadUnits = 0;
  for (const slope of slopes) if (slope === 0) deadUnits++;
  return { units: slopes.length, deadUnits };
}

function axesBut(axis: number, rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => i).filter((i) => i !== axis);
}

function saturatedShare(a: Tensor, [low, high]: readonly [number, number]): number {
  return tidy(() => {
    const fromMiddle = abs(sub(a, (low + high) / 2));
    return mean(isPositive(sub(fromMiddle, (high - low) / 2 - SATURATED_DISTANCE))).dataSync()[0];
  });
}

function firstWrong({ calls }: ModelView, outputs: readonly Tensor[]): WrongNumber | undefined {
  for (const [call, output] of outputs.entries()) {
    const value = output && firstNonFinite(output);
    if (value !== undefined) return { layer: calls[call].name, value };
  }
  return undefined;
}
