import { type Random, random } from 'initlab';
import { type ImageSet, loadMnist, twoMoons } from 'initlab/tasks';
import type { Values } from './network.js';

/** Samples, each with a label or a row of targets. */
export interface Samples {
  x: Values;
  y: Values;
}

/** Converts rows to values with the shape [rows, columns]. */
export function matrix(rows: readonly (readonly number[])[]): Values {
  return { shape: [rows.length, rows[0].length], data: Float32Array.from(rows.flat()) };
}

/** Converts class labels to values. */
export function labels(classes: ArrayLike<number>): Values {
  return { shape: [classes.length], data: Int32Array.from(classes) };
}

/** Converts numbers to a column of targets. */
export function column(numbers: ArrayLike<number>): Values {
  return { shape: [numbers.length, 1], data: Float32Array.from(numbers) };
}

/** Converts class labels to rows with a single 1. */
export function oneHot(classes: ArrayLike<number>, count: number): Values {
  const data = new Float32Array(classes.length * count);
  for (let i = 0; i < classes.length; i++) data[i * count + classes[i]] = 1;
  return { shape: [classes.length, count], data };
}

/** Applies a function to every number. */
export function mapped({ shape, data }: Values, change: (value: number, index: number) => number): Values {
  return { shape, data: Float32Array.from(data, change) };
}

/** Shifts and scales each column to mean 0 and standard deviation 1. */
export function standardized(values: Values, epsilon = 0): Values {
  const columns = values.shape[values.shape.length - 1];
  const count = values.data.length / columns;
  const [mean, square] = [new Float64Array(columns), new Float64Array(columns)];
  values.data.forEach((value, i) => {
    mean[i % columns] += value / count;
  });
  values.data.forEach((value, i) => {
    square[i % columns] += (value - mean[i % columns]) ** 2 / count;
  });
  return mapped(values, (value, i) => (value - mean[i % columns]) / (Math.sqrt(square[i % columns]) + epsilon));
}

let digits: ImageSet | undefined;

/** Loads the first digits of MNIST as rows of 784 pixels from 0 to 255, with their labels. */
export function mnist(count: number): Samples {
  digits ??= loadMnist().train;
  const pixels = Float32Array.from(digits.pixels.subarray(0, count * 784));
  return { x: { shape: [count, 784], data: pixels }, y: labels(digits.labels.subarray(0, count)) };
}

/** Makes the images of MNIST smaller: a pixel is the mean of a square of `factor` by `factor`. */
export function smaller({ shape: [count], data }: Values, factor: number): Values {
  const side = 28 / factor;
  const pixels = new Float32Array(count * side * side);
  for (let i = 0; i < data.length; i++) {
    const [image, row, col] = [Math.floor(i / 784), Math.floor((i % 784) / 28), i % 28];
    const target = (image * side + Math.floor(row / factor)) * side + Math.floor(col / factor);
    pixels[target] += data[i] / factor ** 2;
  }
  return { shape: [count, side, side, 1], data: pixels };
}

/** Draws a column of numbers between two bounds. */
export function uniform(stream: Random, count: number, low: number, high: number): Float32Array {
  return stream.uniform(new Float32Array(count)).map((value) => low + (high - low) * value);
}

/** Draws normal numbers in rows. */
export function normalRows(stream: Random, count: number, columns: number): Values {
  return { shape: [count, columns], data: stream.normal(new Float32Array(count * columns)) };
}

/**
 * Draws samples around a random centre for each class; the classes alternate. `spread` is the
 * standard deviation around a centre, relative to that of the centres.
 */
export function clusters(seed: number, count: number, columns: number, classes: number, spread = 1): Samples {
  const centers = random(seed)
    .split(0)
    .normal(new Float32Array(classes * columns));
  const noise = random(seed)
    .split(1)
    .normal(new Float32Array(count * columns));
  const classOf = Array.from({ length: count }, (_, row) => row % classes);
  const data = noise.map((value, i) => {
    const row = Math.floor(i / columns);
    return centers[classOf[row] * columns + (i % columns)] + spread * value;
  });
  return { x: { shape: [count, columns], data }, y: labels(classOf) };
}

/** Makes the four samples of the exclusive or. */
export const XOR: Samples = {
  x: matrix([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ]),
  y: column([0, 1, 1, 0]),
};

/**
 * Makes a table like that of the houses of Boston: standardized features, two of which act through
 * their product, and prices in thousands with mean 22.5 and standard deviation 9.
 */
export function houses(count: number, features: number): Samples {
  const stream = random(1978);
  const x = normalRows(stream.split(0), count, features);
  const weights = stream.split(1).normal(new Float32Array(features));
  const noise = stream.split(2).normal(new Float32Array(count));
  const value = Array.from(noise, (error, row) => {
    const house = Array.from(x.data.subarray(row * features, (row + 1) * features));
    const sum = house.reduce((total, feature, i) => total + feature * weights[i], 0);
    return sum + house[0] * house[1] + 0.5 * error;
  });
  const prices = standardized(column(value)).data;
  return { x, y: column(prices.map((price) => 22.5 + 9 * price)) };
}

/** Draws points of two half moons, and their classes 0 and 1. */
export function moons(count: number, noise: number): Samples {
  const { model, train } = twoMoons({ count, noise, seed: 7 });
  model.dispose();
  return {
    x: { shape: [count, 2], data: Float32Array.from(train.x.data) },
    y: labels(train.y.data),
  };
}
