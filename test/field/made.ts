import { type Random, random } from 'initlab';
import { loadAlice } from 'initlab/tasks';
import { column, labels, matrix, type Samples, standardized } from './data.js';
import type { Values } from './network.js';

/**
 * Makes reviews: sequences of words, of which every fifth number is a word of blame, and the next
 * one for a word of praise. Four in ten words of a review are of its kind.
 */
export function reviews(seed: number, count: number, vocabulary: number, length: number): Samples {
  const draw = drawer(random(seed));
  const classes = Array.from({ length: count }, () => (draw() < 0.5 ? 0 : 1));
  const rows = classes.map((kind) =>
    Array.from({ length }, () => {
      const word = Math.floor(draw() * vocabulary);
      return draw() < 0.4 ? word - (word % 5) + kind : word;
    }),
  );
  return { x: matrix(rows.map((row) => row.map((word) => Math.min(word, vocabulary - 1)))), y: column(classes) };
}

/** Marks for each row which words occur in it. */
export function multiHot({ shape: [count, length], data }: Values, vocabulary: number): Values {
  const marks = new Float32Array(count * vocabulary);
  data.forEach((word, i) => {
    marks[Math.floor(i / length) * vocabulary + word] = 1;
  });
  return { shape: [count, vocabulary], data: marks };
}

/**
 * Makes windows of weather: standardized features of which the first is a temperature with a daily
 * wave, and the target is the temperature `ahead` steps after the window.
 */
export function weather(count: number, length: number, features: number, ahead: number): Samples {
  const noise = random(31).normal(new Float32Array((count + length + ahead) * features));
  let drift = 0;
  const series = Array.from({ length: count + length + ahead }, (_, time) => {
    const own = noise.subarray(time * features, (time + 1) * features);
    drift = 0.98 * drift + 0.2 * own[0];
    const wave = Math.sin((2 * Math.PI * time) / 12);
    return Array.from(own, (value, i) => (i === 0 ? drift + wave : 0.5 * value + drift * (i % 2) + wave * 0.5));
  });
  const { data } = standardized(matrix(series));
  const at = (time: number): number[] => Array.from(data.subarray(time * features, (time + 1) * features));
  const windows = Array.from({ length: count }, (_, start) =>
    Array.from({ length }, (_step, step) => at(start + step)).flat(),
  );
  const { data: x } = matrix(windows);
  const targets = Array.from({ length: count }, (_, start) => at(start + length + ahead - 1)[0]);
  return { x: { shape: [count, length, features], data: x }, y: column(targets) };
}

/** The signs of a text: 26 letters, and 0 for everything else. */
export const LETTERS = 27;

/**
 * Cuts a text into windows of letters, numbered from 1, with 0 for everything else. The target is
 * the sign after the window.
 */
export function letters(count: number, length: number): { windows: number[][]; next: number[] } {
  const signs = Array.from(
    loadAlice()
      .toLowerCase()
      .replace(/[^a-z]+/g, ' '),
    (sign) => (sign === ' ' ? 0 : sign.charCodeAt(0) - 96),
  );
  const starts = Array.from({ length: count }, (_, i) => 500 + 3 * i);
  return {
    windows: starts.map((start) => signs.slice(start, start + length)),
    next: starts.map((start) => signs[start + length]),
  };
}

function drawer(stream: Random): () => number {
  const one = new Float64Array(1);
  return () => stream.uniform(one)[0];
}

/**
 * Makes grey pictures from 0 to 1 with a bright bar on a noisy ground. The class says how the bar
 * lies: level, upright, or along either diagonal.
 */
export function pictures(seed: number, count: number, side: number, classes: number): Samples {
  const draw = drawer(random(seed));
  const kinds = Array.from({ length: count }, (_, i) => i % classes);
  const data = new Float32Array(count * side * side).map(() => 0.3 * draw());
  const length = Math.floor(side / 2);
  kinds.forEach((kind, picture) => {
    const [top, left] = [Math.floor(draw() * (side - length)), Math.floor(draw() * (side - length))];
    const [down, right] = [kind === 0 ? 0 : 1, kind === 1 ? 0 : kind === 3 ? -1 : 1];
    for (let i = 0; i < length; i++) {
      const [row, col] = [top + down * i, kind === 3 ? left + length - 1 - i : left + right * i];
      data[(picture * side + row) * side + col] = 0.8 + 0.2 * draw();
    }
  });
  return { x: { shape: [count, side, side, 1], data }, y: labels(kinds) };
}

/** The places of the marks of a face, from its center, in units of its size. */
const MARKS = [
  [-0.5, -0.5],
  [0.5, -0.5],
  [0, 0.1],
  [0, 0.6],
];

/** Makes grey images from 0 to 1 with soft spots, and the coordinates of the spots from −1 to 1. */
export function faces(seed: number, count: number, side: number): { images: number[][]; points: number[][] } {
  const draw = drawer(random(seed));
  const points = Array.from({ length: count }, () => {
    const [x, y, size] = [0.5 * draw() - 0.25, 0.5 * draw() - 0.25, 0.4 + 0.3 * draw()];
    return MARKS.flatMap(([right, down]) => [x + right * size, y + down * size]);
  });
  const images = points.map((marks) =>
    Array.from({ length: side * side }, (_, pixel) => {
      const [x, y] = [2 * ((pixel % side) / (side - 1)) - 1, 2 * (Math.floor(pixel / side) / (side - 1)) - 1];
      const spots = MARKS.map((_mark, i) => Math.exp(-((x - marks[2 * i]) ** 2 + (y - marks[2 * i + 1]) ** 2) / 0.02));
      return spots.reduce((sum, spot) => sum + spot, 0.1 * draw());
    }),
  );
  return { images, points };
}
