import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, random, useBackend } from 'initlab';
import { learningRate } from '../../../../lib/src/diagnose/checks/rate/learningRate.js';
import type { Evidence } from '../../../../lib/src/diagnose/evidence/evidence.js';
import { examineMatrices } from '../../../../lib/src/diagnose/matrices/examineMatrices.js';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { traceView } from '../../../../lib/src/signal/trace/trace.js';

describe('the learningRate check', () => {
  before(() => useBackend('cpu'));

  it('takes the median over both directions of a Bidirectional layer, even if their weights have the same names', () => {
    const layer = tfl.layers.bidirectional({
      layer: tfl.layers.simpleRNN({ units: 4 }) as never,
      mergeMode: 'concat',
      inputShape: [5, 3],
    });
    const model = tfl.sequential({ layers: [layer] });
    initWeights(model, { seed: 1 });
    for (const weight of layer.weights) {
      (weight as { originalName: string }).originalName = weight.originalName.replace(/.*\//, 'cell/');
    }
    // The recurrent weights of the backward direction are tiny, so their relative steps are large.
    model.setWeights(model.getWeights().map((weight, i) => (i === 4 ? tf.mul(weight, 0.01) : weight)));
    const x = tf.tensor(random(1).normal(new Float32Array(16 * 15)), [16, 5, 3]);
    const y = tf.tensor(random(2).normal(new Float32Array(16 * 8)), [16, 8]);
    const view = viewModel(model);
    const trace = traceView(view, { x, y }, { optimizer: 'sgd', learningRate: 100 });
    const evidence = {
      view,
      trace,
      matrices: examineMatrices(view, trace),
      learning: { learningRate: 100 },
      // The rate of 100 leads nowhere, and all others do.
      trial: ({ learningRate = 100 } = {}) => (learningRate === 100 ? [1, 0.9, 0.9] : [1, 0.1, 0.1]),
      trialUnits: () => undefined,
      outputs: [
        {
          loss: { facts: { family: 'squaredError' } },
          y: { data: y.dataSync(), shape: y.shape },
          units: 8,
          hasRows: true,
        },
      ],
      batch: 16,
    } as unknown as Evidence;
    const traced = trace.layers[1].weights;
    const ratios = [0, 1, 3, 4].map((i) => traced[i].updateRatio as number).sort((a, b) => a - b);
    expect(ratios[3]).to.be.above(10 * ratios[0]);
    expect(learningRate.run(evidence)[0].observed).to.be.closeTo((ratios[1] + ratios[2]) / 2, 1e-9 * ratios[2]);
  });
});
