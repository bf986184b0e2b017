import * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import { trialSteps } from '../../../../lib/src/diagnose/evidence/trialSteps.js';
import { batchLoss } from '../../../../lib/src/network/batchLoss.js';
import { inputTensors, targetArrays } from '../../../../lib/src/network/data.js';
import { chooseLosses } from '../../../../lib/src/network/lossChoice.js';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { withModelRestored } from '../../../../lib/src/signal/trace/passes/patches.js';
import { data } from '../../../faults/case.js';
import { fair } from '../../../faults/healthy.js';
import {
  cnn,
  depthwiseCnn,
  mlp,
  normed,
  regularized,
  residual,
  resnet,
  rnn,
  ruled,
  type Shape,
  single,
} from '../../../faults/networks.js';

const shape: Shape = { depth: 3, width: 12, inputs: 10, phi: 'relu' };

/** Takes trial steps. A loss whose kind is hidden is never planned. */
function losses(model: tfl.LayersModel, steps: number, isHidden: boolean): number[] {
  const view = viewModel(model);
  const { x, y } = data(model, 16, 1);
  const targets = targetArrays(model, y, 16);
  let found: number[] = [];
  withModelRestored(view, () =>
    tf.tidy(() => {
      const chosen = chooseLosses(view, undefined, targets).map(({ name, ...loss }) =>
        isHidden || name === undefined ? loss : { ...loss, name },
      );
      const batch = { feeds: inputTensors(model, x), loss: batchLoss(view, chosen, targets) };
      found = trialSteps(view, batch, { optimizer: 'adam', learningRate: 0.01, steps, seed: 1 });
    }),
  );
  return found;
}

describe('trialSteps', () => {
  before(() => useBackend('wasm'));

  for (const [title, make, isPlanned] of [
    ['a chain of dense layers', () => mlp(shape), true],
    ['a chain of convolutions', () => cnn(shape), true],
    ['a sigmoid at the end', () => single(shape, 'sigmoid'), true],
    ['another activation', () => mlp({ ...shape, phi: 'tanh' }), true],
    ['batch normalization', () => normed(shape, 'batch'), true],
    ['a recurrent layer', () => rnn(shape, 'simple'), true],
    ['depthwise convolutions', () => depthwiseCnn(shape), false],
    ['dropout', () => regularized(shape, { rate: 0.2 }), true],
    ['residual blocks with layer normalization', () => residual(shape, 'pre'), true],
    ['residual blocks of convolutions', () => resnet(shape), true],
  ] as const)
    it(`gives the losses of the passes of trace, ${isPlanned ? 'by a plan' : 'without a plan'}: ${title}`, async () => {
      const model = ruled(make(), fair, 3);
      const before = tf.memory().numTensors;
      const expected = losses(model, 12, true);
      expect(expected[12]).to.be.below(expected[0]);
      let kernels: string[] = [];
      let found: number[] = [];
      ({ kernelNames: kernels } = await tf.profile(() => {
        found = losses(model, 12, false);
      }));
      for (const [i, loss] of expected.entries()) expect(found[i], `${i}`).to.be.closeTo(loss, 1e-5 * loss);
      // The gradient of a dense layer is a product of its own, except in a plan.
      expect(!kernels.includes('BatchMatMul')).to.equal(isPlanned);
      expect(tf.memory().numTensors).to.equal(before);
      model.dispose();
    });
});
