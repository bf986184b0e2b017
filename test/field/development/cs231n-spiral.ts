import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, normalInit } from '../build.js';
import { labels, matrix } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [ARMS, POINTS] = [3, 100];
const noise = random(231).normal(new Float32Array(ARMS * POINTS));
const rows = Array.from(noise, (error, i) => {
  const [arm, place] = [Math.floor(i / POINTS), (i % POINTS) / (POINTS - 1)];
  const angle = 4 * arm + 4 * place + 0.2 * error;
  return [place * Math.sin(angle), place * Math.cos(angle)];
});
const kinds = rows.map((_, i) => Math.floor(i / POINTS));
const init = { ...normalInit(0.01), kernelRegularizer: tfl.regularizers.l2({ l2: 0.0005 }) };

export const network: FieldNetwork = {
  id: 'cs231n-spiral',
  changes: '1,200 steps instead of 10,000.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 100, activation: 'relu', inputShape: [2], ...init }),
      tfl.layers.dense({ units: ARMS, ...init }),
    ),
    x: matrix(rows),
    y: labels(kinds),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 1,
    batchSize: 300,
    steps: 1200,
    skill: accuracy(kinds),
  }),
};
