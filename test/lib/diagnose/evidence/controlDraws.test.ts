import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { trace, useBackend } from 'initlab';
import { unitStates } from '../../../../lib/src/diagnose/evidence/controlDraws.js';
import { inputTensors } from '../../../../lib/src/network/data.js';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { withModelRestored } from '../../../../lib/src/signal/trace/passes/patches.js';
import { data } from '../../../faults/case.js';
import { fair } from '../../../faults/healthy.js';
import { cnn, mlp, normed, ruled, type Shape } from '../../../faults/networks.js';

describe('unitStates', () => {
  before(() => useBackend('wasm'));

  it('agrees with trace on dead units and the similarity of samples, and leaves no tensor behind', () => {
    const shape: Shape = { depth: 6, width: 12, inputs: 10, phi: 'relu' };
    for (const model of [mlp(shape), mlp({ ...shape, phi: 'tanh' }), cnn(shape), normed(shape, 'batch')]) {
      ruled(model, fair, 3);
      const { x } = data(model, 16, 1);
      for (const training of [false, true]) {
        const { layers } = trace(model, { x }, { backward: false, training });
        const { numTensors } = tf.memory();
        const view = viewModel(model);
        const states = withModelRestored(view, () => unitStates(view, inputTensors(model, x), training));
        expect(tf.memory().numTensors).to.equal(numTensors);
        const expected = layers.map(({ activation: { correlation }, deadFraction, saturatedFraction }) => ({
          correlation,
          ...(deadFraction !== undefined && { deadFraction }),
          ...(saturatedFraction !== undefined && { saturatedFraction }),
        }));
        expect(states).to.deep.equal(expected);
      }
      model.dispose();
    }
  });
});
