import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  checkVariancePropagation,
  heNormal,
  type Initializer,
  normal,
  toLayersInitializer,
  useBackend,
  xavierNormal,
} from 'initlab';
import { tinyTransformer } from 'initlab/tasks';
import { layers } from './trace/models.js';

function net(init: Initializer, depth: number, inputShape: (number | null)[] = [100]): tfl.LayersModel {
  const dense = (units: number, seed: number, options: object) =>
    layers.dense({ units, kernelInitializer: toLayersInitializer(init, seed), name: `d${seed}`, ...options });
  const hidden = Array.from({ length: depth }, (_, i) =>
    dense(100, i, { activation: 'relu', ...(i === 0 && { inputShape }) }),
  );
  return tfl.sequential({ layers: [...hidden, dense(3, depth, { activation: 'softmax' })] });
}

describe('checkVariancePropagation', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('finds that He keeps the second moment of a ReLU net, and Xavier halves it at each layer', () => {
    const he = checkVariancePropagation(net(heNormal(), 10));
    expect(he.trend).to.equal('kept');
    expect(he.verdict).to.match(
      /^The second moment is kept: E a² goes from [\d.]+ to [\d.]+ over 10 layers, ×[\d.]+ per layer\.$/,
    );
    const xavier = checkVariancePropagation(net(xavierNormal(), 10));
    expect(xavier.trend).to.equal('falls');
    // The logarithm of the product over 10 layers has standard deviation √(5·10/100) = .7 in the
    // limit of large width, and mean −.35.
    expect(Math.log(xavier.factor)).to.be.closeTo(Math.log(0.5) - 0.035, 0.3);
  });

  it('gives the ratio of each layer to the layer before it and to the input', () => {
    const { layers: rows, factor } = checkVariancePropagation(net(normal({ std: 0.3 }), 4));
    expect(rows.map(({ name }) => name)).to.deep.equal(['d0_input', 'd0', 'd1', 'd2', 'd3', 'd4']);
    rows.forEach(({ ratio, toInput, secondMoment }, i) => {
      expect(toInput).to.be.closeTo(secondMoment / rows[0].secondMoment, 1e-12);
      if (i === 0) expect(ratio).to.equal(undefined);
      else expect(ratio).to.be.closeTo(secondMoment / rows[i - 1].secondMoment, 1e-12);
    });
    expect(factor ** 4).to.be.closeTo(rows[4].toInput, 1e-9 * rows[4].toInput);
    expect(rows[2].preActivation).to.be.above(rows[2].secondMoment);
  });

  it('names the layer where the signal vanishes', () => {
    expect(checkVariancePropagation(net(normal({ std: 1 }), 12)).trend).to.equal('grows');
    const lost = checkVariancePropagation(net(normal({ std: 1e-20 }), 4));
    expect([lost.trend, lost.verdict]).to.deep.equal(['falls', 'The signal falls: E a² is 0 from d2 on.']);
    const burst = checkVariancePropagation(net(normal({ std: 1e15 }), 4));
    expect(burst).to.include({ trend: 'not finite', verdict: 'The signal is not finite from d2 on (preActivation).' });
    expect(String(burst).split('\n')[0]).to.equal(burst.verdict);
  });

  it('accepts inputShape for a model with an open axis, and refuses a shape that does not fit', () => {
    const model = net(heNormal(), 2, [null, 100]);
    const { numTensors } = tf.memory();
    expect(checkVariancePropagation(model, [7, 100]).trend).to.equal('kept');
    expect(() => checkVariancePropagation(model)).to.throw(
      RangeError,
      'input "d0_input" takes [any, 100]; give inputShape',
    );
    expect(() => checkVariancePropagation(model, [100])).to.throw(
      RangeError,
      'inputShape is [100]; input "d0_input" takes',
    );
    expect(() => checkVariancePropagation(model, [[7, 100], [2]])).to.throw(RangeError, 'the model has 1 inputs');
    expect(() => checkVariancePropagation(model, [7, 100], { batch: 0 })).to.throw(RangeError, 'batch is 0');
    expect(() => checkVariancePropagation(model, [7, 100], { sead: 0 } as object)).to.throw(
      TypeError,
      'unknown option "sead"',
    );
    expect(tf.memory().numTensors).to.equal(numTensors);
  });

  it('refuses an inputShape that is not a list, and a model without kernels', () => {
    expect(() => checkVariancePropagation(net(heNormal(), 2), 100 as never)).to.throw(
      TypeError,
      'inputShape is 100; it must list the sizes of one sample, for example [784]',
    );
    const model = tfl.sequential({ layers: [tfl.layers.reLU({ inputShape: [3] })] });
    expect(() => checkVariancePropagation(model)).to.throw(RangeError, 'the model has no layer with a kernel');
  });

  it('gives the same result for the same seed and another result for another seed', () => {
    const model = net(heNormal(), 2);
    const moment = (seed: number) =>
      checkVariancePropagation(model, undefined, { seed, batch: 8 }).layers[0].secondMoment;
    expect(moment(1)).to.equal(moment(1));
    expect(moment(1)).not.to.equal(moment(2));
  });

  it('feeds tokens to an Embedding, and starts its verdict at the output of the Embedding', () => {
    const { model } = tinyTransformer({ blocks: 2, width: 12, context: 8 });
    const check = checkVariancePropagation(model);
    const [tokens] = check.layers;
    // The mean square of 64·8 tokens of 70 is near 69·139/6.
    expect(tokens.secondMoment).to.be.within(1300, 1900);
    expect(check.verdict).to.match(/E a² goes from 0\.000\d+ to /);
  });
});
