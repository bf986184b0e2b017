import * as tfl from '@tensorflow/tfjs-layers';
import { random, train } from 'initlab';

type Activation = 'relu' | 'sigmoid' | 'tanh' | 'softmax' | 'linear';
type KerasInitializer = ReturnType<typeof tfl.initializers.glorotUniform>;

/**
 * A dense layer: its units, its activation, and the initializer for a seed. Default: the
 * initializer of tfjs.
 */
export interface Part {
  units: number;
  activation?: Activation;
  init?: (seed: number) => KerasInitializer;
  name?: string;
}

export const glorot = (seed: number): KerasInitializer => tfl.initializers.glorotUniform({ seed });
export const he = (seed: number): KerasInitializer => tfl.initializers.heNormal({ seed });
export const normalOf =
  (stddev: number) =>
  (seed: number): KerasInitializer =>
    tfl.initializers.randomNormal({ mean: 0, stddev, seed });
export const uniformOf =
  (minval: number, maxval: number) =>
  (seed: number): KerasInitializer =>
    tfl.initializers.randomUniform({ minval, maxval, seed });

/** Builds a small dense network, as tutorials do. */
export function small(inputs: number, parts: readonly Part[], seed: number): tfl.LayersModel {
  return tfl.sequential({
    layers: parts.map(({ units, activation = 'linear', init = glorot, name }, i) =>
      tfl.layers.dense({
        units,
        activation,
        name: name ?? `dense${i + 1}`,
        kernelInitializer: init(1000 * seed + i),
        ...(i === 0 && { inputShape: [inputs] }),
      }),
    ),
  });
}

export interface Rows {
  x: { shape: number[]; data: Float32Array };
  y: { shape: number[]; data: Float32Array };
}

/** Makes the rows of a table, each with a target that is a function of the row. */
export function table(
  { count, inputs, seed }: { count: number; inputs: number; seed: number },
  target: (row: Float32Array) => number,
): Rows {
  const data = random(seed).normal(new Float32Array(count * inputs));
  return withTargets({ shape: [count, inputs], data }, target);
}

/** Makes one column of equal steps, beginning at `from`, with a target that is a function of it. */
export function line(
  { count, from, step }: { count: number; from: number; step: number },
  target: (x: number) => number,
): Rows {
  const data = Float32Array.from({ length: count }, (_, i) => from + i * step);
  return withTargets({ shape: [count, 1], data }, ([x]) => target(x));
}

function withTargets(x: Rows['x'], target: (row: Float32Array) => number): Rows {
  const [count, inputs] = x.shape;
  const y = Float32Array.from({ length: count }, (_, i) => target(x.data.subarray(i * inputs, (i + 1) * inputs)));
  return { x, y: { shape: [count, 1], data: y } };
}

/** Trains, and computes the mean of the last losses divided by that of the first. */
export async function lossRatio(
  model: tfl.LayersModel,
  rows: Rows,
  options: Parameters<typeof train>[2],
): Promise<number> {
  const { loss } = await train(model, rows, { progress: false, ...options });
  const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value / values.length, 0);
  return mean(loss.slice(-10)) / mean(loss.slice(0, 3));
}
