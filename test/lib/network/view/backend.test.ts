import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

const CALLS = ['initWeights(model)', 'lsuv(model, { x })', 'revive(model, { x })', 'trace(model, { x })'];

describe('a model without a backend', () => {
  // The backend is removed in a process of its own, because other tests need theirs.
  const messages: string[] = [];
  before(function () {
    this.timeout(60_000);
    const script = `
      import * as tf from '@tensorflow/tfjs-core';
      import * as tfl from '@tensorflow/tfjs-layers';
      import { initWeights, lsuv, revive, trace, useBackend } from 'initlab';
      await useBackend('cpu');
      const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2] })] });
      const x = [[1, 2]];
      for (const name of Object.keys(tf.engine().registryFactory)) tf.removeBackend(name);
      const messages = [${CALLS.map((call) => `() => ${call}`)}].map((call) => {
        try {
          call();
          return 'no error';
        } catch (error) {
          return error.message;
        }
      });
      console.log(JSON.stringify(messages));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    messages.push(...JSON.parse(output));
  });

  for (const [i, call] of CALLS.entries()) {
    it(`makes ${call} say that useBackend chooses one`, () => {
      expect(messages[i]).to.include('TensorFlow.js has no backend').and.include('await useBackend()');
    });
  }
});
