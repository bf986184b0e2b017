import * as tfl from '@tensorflow/tfjs-layers';
import { type Random, random } from 'initlab';
import { chain } from './build.js';
import { column, matrix, type Samples } from './data.js';
import type { Training, Values } from './network.js';
import { explained } from './skill.js';

const CARS = 256;

/**
 * Makes a table like that of Auto MPG: cylinders, displacement, horsepower, weight, acceleration
 * and year, each in its own unit, three columns for the origin, and the miles per gallon.
 */
export function cars(): Samples {
  const stream: Random = random(1983);
  const [size, power, age, error, start] = [0, 1, 2, 3, 4].map((part) =>
    stream.split(part).normal(new Float32Array(CARS)),
  );
  const origins = stream.split(5).uniform(new Float32Array(CARS));
  const rows = Array.from(size, (own, i) => {
    const origin = own > 0.3 ? 0 : Math.floor(3 * origins[i]);
    const weight = 2970 + 800 * own + 100 * power[i];
    return [
      own > 0.8 ? 8 : own > -0.2 ? 6 : 4,
      193 + 95 * own,
      104 + 30 * own + 15 * power[i],
      weight,
      15.5 - 1.5 * power[i] + start[i],
      76 + 3.5 * age[i],
      ...[0, 1, 2].map((place) => (place === origin ? 1 : 0)),
    ];
  });
  const miles = rows.map(([, , , weight, , year], i) => 68000 / (weight + 400) + 0.7 * (year - 76) + error[i]);
  return { x: matrix(rows), y: column(miles) };
}

/** Divides each column by its range, after its least value is taken away. */
export function ranged({ shape, data }: Values, low = 0, high = 1): Values {
  const columns = shape[shape.length - 1];
  const ownOf = (place: number) => data.filter((_, i) => i % columns === place);
  const ranges = Array.from({ length: columns }, (_, place) => {
    const own = ownOf(place);
    return [Math.min(...own), Math.max(...own)];
  });
  const scaled = Float32Array.from(data, (value, i) => {
    const [least, most] = ranges[i % columns];
    return low + ((value - least) / (most - least)) * (high - low);
  });
  return { shape, data: scaled };
}

const raw = cars();
/** The inputs and targets of the clean regression, all in 0..1. */
export const MILES: Samples = { x: ranged(raw.x), y: ranged(raw.y) };

/** Settings with which a faulty regression differs from the clean one. */
export interface MilesOptions extends Partial<Training> {
  /** Makes the initializer of the hidden layers. */
  start?: () => NonNullable<Parameters<typeof tfl.layers.dense>[0]['kernelInitializer']>;
  output?: 'linear' | 'sigmoid' | 'softmax';
  l2?: number;
}

/** Builds the regression of the benchmark on made cars, 37 epochs long. */
export function milesTraining(seed: number, options: MilesOptions = {}): Training {
  const { start = () => 'heNormal', output = 'linear', l2 = 1e-5, ...rest } = options;
  const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2 }) });
  const hidden = () => ({ units: 64, activation: 'relu' as const, kernelInitializer: start(), ...penalty() });
  const y = rest.y ?? MILES.y;
  return {
    model: chain(
      seed,
      tfl.layers.dense({ ...hidden(), inputShape: [9] }),
      tfl.layers.dense(hidden()),
      tfl.layers.dense({ units: 1, activation: output, ...penalty() }),
    ),
    x: MILES.x,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 300,
    skill: explained(y.data),
    ...rest,
    y,
  };
}

/** Differences of all these regressions from those of the benchmark. */
export const MILES_CHANGES = '256 made cars in place of Auto MPG, 37 epochs instead of 301';

/** The least share of the variance that a regression of the benchmark explains if it learns. */
export const MILES_LEARN = 0.7;
