import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { labels, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [PICTURES, SIDE] = [160, 16];

/** Makes noisy grey pictures with a faint stripe, which lies level or upright in any place. */
function stripes() {
  const stream = random(64);
  const noise = stream.split(0).uniform(new Float32Array(PICTURES * SIDE * SIDE));
  const places = stream.split(1).uniform(new Float32Array(PICTURES));
  const kinds = Array.from({ length: PICTURES }, (_, picture) => picture % 2);
  const data = noise.map((value, i) => {
    const picture = Math.floor(i / SIDE ** 2);
    const [row, column] = [Math.floor(i / SIDE) % SIDE, i % SIDE];
    const across = kinds[picture] === 0 ? row : column;
    return 0.75 * value + (across === Math.floor(places[picture] * SIDE) ? 0.25 : 0);
  });
  return { x: { shape: [PICTURES, SIDE, SIDE, 1], data }, y: labels(kinds) };
}

const { x, y } = stripes();
const inputShape = [SIDE, SIDE, 1];

function faulty(): tfl.layers.Layer[] {
  const blocks = [5, 3, 3].flatMap((kernelSize, i) => [
    tfl.layers.conv2d({ filters: 8 * 2 ** i, kernelSize, ...(i === 0 && { inputShape }) }),
    tfl.layers.dropout({ rate: 0.5 }),
    tfl.layers.reLU(),
  ]);
  return [
    ...blocks,
    tfl.layers.flatten(),
    tfl.layers.dense({ units: 60, activation: 'relu' }),
    tfl.layers.dense({ units: 30 }),
    tfl.layers.dense({ units: 2, activation: 'softmax' }),
  ];
}

function repaired(): tfl.layers.Layer[] {
  const blocks = [0, 1, 2].map((i) =>
    tfl.layers.conv2d({
      ...{ filters: 16 * 2 ** i, kernelSize: 3, strides: 2, padding: 'same', activation: 'elu' },
      ...(i === 0 && { inputShape }),
    }),
  );
  return [
    ...blocks,
    tfl.layers.flatten(),
    tfl.layers.dropout({ rate: 0.2 }),
    tfl.layers.dense({ units: 60, activation: 'relu' }),
    tfl.layers.dense({ units: 2, activation: 'softmax' }),
  ];
}

function training(seed: number, layers: tfl.layers.Layer[]): Training {
  return {
    model: chain(seed, ...layers),
    x,
    y: oneHot(y.data, 2),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 16,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'sandwich-dropout-everywhere',
  changes:
    '160 made pictures of 16 × 16 with a faint stripe, batches of 16; a quarter of the units and a dense layer of 60 after the repair.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, faulty()),
  repaired: (seed) => training(seed, repaired()),
};
