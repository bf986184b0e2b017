import { random } from 'initlab';
import { labels, mapped, matrix, mnist, type Samples, smaller, standardized } from './data.js';
import type { Values } from './network.js';

/** Images of MNIST with 14 by 14 pixels from 0 to 1. */
export function images(count: number): Samples {
  const { x, y } = mnist(count);
  return { x: mapped(smaller(x, 2), (pixel) => pixel / 255), y };
}

/** Images of MNIST as rows of 784 pixels from 0 to 1. */
export function pixelRows(count: number): Samples {
  const { x, y } = mnist(count);
  return { x: mapped(x, (pixel) => pixel / 255), y };
}

/** Means and deviations of the four measures of the three kinds of iris. */
const IRIS = [
  { means: [5.01, 3.43, 1.46, 0.25], deviations: [0.35, 0.38, 0.17, 0.11] },
  { means: [5.94, 2.77, 4.26, 1.33], deviations: [0.52, 0.31, 0.47, 0.2] },
  { means: [6.59, 2.97, 5.55, 2.03], deviations: [0.64, 0.32, 0.55, 0.27] },
];

/** Draws 150 flowers with the means and deviations of the iris data. */
export function iris(): Samples {
  const noise = random(1936).normal(new Float32Array(600));
  const kinds = Array.from({ length: 150 }, (_, row) => row % 3);
  const rows = kinds.map((kind, row) => {
    const { means, deviations } = IRIS[kind];
    return means.map((mean, i) => mean + deviations[i] * noise[4 * row + i]);
  });
  return { x: matrix(rows), y: labels(kinds) };
}

/**
 * Draws reviews as rows of word numbers. Most words say nothing; about a third of them come from a
 * list that belongs to the class.
 */
export function reviews(count: number, length: number, words: number, classes = 2): Samples {
  const stream = random(2011);
  const draws = stream.split(0).uniform(new Float32Array(count * length));
  const choices = stream.split(1).uniform(new Float32Array(count * length));
  const listed = Math.floor(words / (2 * classes));
  const data = Int32Array.from(draws, (draw, i) => {
    const kind = Math.floor(i / length) % classes;
    return choices[i] < 0.33
      ? kind * listed + Math.floor(draw * listed)
      : classes * listed + Math.floor(draw * (words - classes * listed));
  });
  return {
    x: { shape: [count, length], data },
    y: labels(Array.from({ length: count }, (_, row) => row % classes)),
  };
}

/** Counts of the words of each text, at most 1 for each word. */
export function multiHot({ shape: [count, length], data }: Values, words: number): Values {
  const hot = new Float32Array(count * words);
  for (let i = 0; i < data.length; i++) hot[Math.floor(i / length) * words + data[i]] = 1;
  return { shape: [count, words], data: hot };
}

/**
 * Makes windows over standardized weather: a slow and a fast wave, each with its rate of change,
 * and noise. The target is the slow wave four steps later.
 */
export function weather(count: number, length: number): { x: Values; y: Float32Array } {
  const noise = random(2009).normal(new Float32Array((count + length) * 4));
  const rows = Array.from({ length: count + length }, (_, t) =>
    [Math.sin(t / 9), Math.cos(t / 9), Math.sin(t / 2), Math.sin(t / 9) * Math.cos(t / 2)].map(
      (value, i) => value + 0.2 * noise[4 * t + i],
    ),
  );
  const { data } = standardized(matrix(rows));
  const windows = Array.from({ length: count }, (_, from) => Array.from(data.subarray(4 * from, 4 * (from + length))));
  return {
    x: { shape: [count, length, 4], data: Float32Array.from(windows.flat()) },
    y: Float32Array.from({ length: count }, (_, from) => Math.sqrt(2) * Math.sin((from + length + 3) / 9)),
  };
}

/** Draws points of two noisy circles, one inside the other, and their classes 0 and 1. */
export function circles(seed: number, count: number, noise: number, inner: number): Samples {
  const errors = random(seed).normal(new Float32Array(2 * count));
  const rows = Array.from({ length: count }, (_, row) => {
    const angle = (2 * Math.PI * row) / count;
    const radius = row % 2 === 0 ? 1 : inner;
    return [radius * Math.cos(angle) + noise * errors[2 * row], radius * Math.sin(angle) + noise * errors[2 * row + 1]];
  });
  return { x: matrix(rows), y: labels(rows.map((_, row) => row % 2)) };
}
