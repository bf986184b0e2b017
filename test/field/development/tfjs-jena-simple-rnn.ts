import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { weather } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(300, 12, 4, 1);

export const network: FieldNetwork = {
  id: 'tfjs-jena-simple-rnn',
  changes: 'Made weather: 300 windows of 12 steps and 4 features, the target one step ahead; 200 steps at 0.001.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(seed, tfl.layers.simpleRNN({ units: 32, inputShape: [12, 4] }), tfl.layers.dense({ units: 1 })),
    x,
    y,
    loss: 'meanAbsoluteError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 32,
    steps: 200,
    skill: explained(y.data),
  }),
};
