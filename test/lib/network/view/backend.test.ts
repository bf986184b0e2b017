import { execFileSync } from 'node:child_process';
import { expect } from 'chai';

describe('a model without a backend', () => {
  for (const call of ['initWeights(model)', 'lsuv(model, { x })', 'revive(model, { x })', 'trace(model, { x })']) {
    it(`makes ${call} say that useBackend chooses one`, () => {
      // The backend is removed in a process of its own, because other tests need theirs.
      const script = `
        import * as tf from '@tensorflow/tfjs-core';
        import * as tfl from '@tensorflow/tfjs-layers';
        import { initWeights, lsuv, revive, trace, useBackend } from 'initlab';
        await useBackend('cpu');
        const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2] })] });
        const x = [[1, 2]];
        for (const name of Object.keys(tf.engine().registryFactory)) tf.removeBackend(name);
        try {
          ${call};
        } catch (error) {
          console.log(error.message);
        }`;
      const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
      expect(output).to.include('TensorFlow.js has no backend').and.include('await useBackend()');
    });
  }
});
