import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { trace, useBackend } from 'initlab';

describe('the optimizer of a measurement', () => {
  before(() => useBackend('cpu'));

  const optimizerFor = (compiled: tf.Optimizer | undefined, options: { optimizer?: 'adam'; learningRate?: number }) => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 1, inputShape: [2] })] });
    if (compiled) model.compile({ optimizer: compiled, loss: 'meanSquaredError' });
    const data = {
      x: [
        [1, 2],
        [3, 4],
      ],
      y: Float32Array.of(1, 2),
    };
    return trace(model, data, options);
  };

  it('has the class and the settings of the compiled one if only a learning rate is given', () => {
    const { optimizer, layers } = optimizerFor(tf.train.momentum(0.1, 0.9), { learningRate: 0.02 });
    expect(optimizer).to.deep.equal({ name: 'Momentum', learningRate: 0.02 });
    const [{ updateRatio, gradientRatio }] = layers[1].weights;
    // The first step of momentum is the rate times the gradient; that of Adam is the rate.
    expect(updateRatio).to.be.closeTo(0.02 * (gradientRatio as number), 1e-6 * (gradientRatio as number));
  });

  it('is the compiled one with its rate if nothing is given', () => {
    expect(optimizerFor(tf.train.sgd(0.3), {}).optimizer).to.deep.equal({ name: 'SGD', learningRate: 0.3 });
  });

  it('is Adam with the given rate if the model is not compiled or Adam is named', () => {
    const expected = { name: 'Adam', learningRate: 0.02 };
    expect(optimizerFor(undefined, { learningRate: 0.02 }).optimizer).to.deep.equal(expected);
    const given = { optimizer: 'adam', learningRate: 0.02 } as const;
    expect(optimizerFor(tf.train.sgd(0.3), given).optimizer).to.deep.equal(expected);
  });

  it('cannot get a learning rate if the compiled one has none', () => {
    class Fixed extends tf.SGDOptimizer {
      static override readonly className: string = 'Fixed';
      override getConfig() {
        return {} as ReturnType<tf.SGDOptimizer['getConfig']>;
      }
    }
    expect(() => optimizerFor(new Fixed(0.1), { learningRate: 0.02 })).to.throw(
      TypeError,
      /learningRate is set, but the optimizer \(Fixed\) has no learning rate/,
    );
  });
});
