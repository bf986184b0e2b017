import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, normalInit } from '../build.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, FEATURES, NOTES] = [200, 96, 12];
const stream = random(128);
const sounds = stream.split(0).uniform(new Float32Array(ROWS * NOTES));
const noise = stream.split(1).uniform(new Float32Array(ROWS * FEATURES));
const notes = sounds.map((draw) => (draw < 0.25 ? 1 : 0));
/** A note sounds in its own bins and, more softly, in those of its overtones. */
const x: Values = {
  shape: [ROWS, FEATURES],
  data: noise.map((hum, i) => {
    const [row, bin] = [Math.floor(i / FEATURES), i % FEATURES];
    const own = notes[row * NOTES + (bin % NOTES)];
    return own / (1 + Math.floor(bin / NOTES)) + 0.2 * hum;
  }),
};

function training(seed: number, deviation: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: NOTES, useBias: false, inputShape: [FEATURES], ...normalInit(deviation) }),
    ),
    x,
    y: { shape: [ROWS, NOTES], data: notes },
    loss: 'meanSquaredError',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 50,
    steps: 300,
    skill: explained(notes, NOTES),
  };
}

export const network: FieldNetwork = {
  id: 'musicnet-linear-random-start',
  changes: '200 made spectra of 96 bins and 12 notes; a rate of 0.01 with momentum, 300 batches.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 0.1),
};
