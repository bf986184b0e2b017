import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const [BEATS, LENGTH] = [320, 140];
const shapes = random(140).uniform(new Float32Array(BEATS * 3));

/** A beat is a slow wave with a peak, whose places and sizes differ, within 0 and 1. */
const data = new Float32Array(BEATS * LENGTH).map((_, i) => {
  const [phase, place, size] = shapes.subarray(3 * Math.floor(i / LENGTH));
  const time = (i % LENGTH) / LENGTH;
  const peak = Math.exp(-(((time - 0.3 - 0.2 * place) / 0.08) ** 2));
  return 0.35 + 0.15 * Math.sin(2 * Math.PI * (time + 0.3 * phase)) + (0.2 + 0.3 * size) * peak;
});
const x = { shape: [BEATS, LENGTH], data };

export const network: FieldNetwork = {
  id: 'tf-ecg-autoencoder',
  changes: 'Made beats of 140 numbers; 500 steps with batches of 32 instead of 512.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [LENGTH] }),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 8, activation: 'relu' }),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: LENGTH, activation: 'sigmoid' }),
    ),
    x,
    y: x,
    loss: 'meanAbsoluteError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 500,
    skill: explained(data, LENGTH),
  }),
};
