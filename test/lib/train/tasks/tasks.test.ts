import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import {
  constant,
  type Dataset,
  evaluate,
  heNormal,
  identity,
  normal,
  random,
  uniform,
  useBackend,
  zeros,
} from 'initlab';
import { addingProblem, loadMnist, mnistCnn, mnistMlp, sinFit, twoMoons } from 'initlab/tasks';

/** Reads all weights of a model, tensor by tensor. */
function weights({ model }: { model: { getWeights(): tf.Tensor[] } }): number[][] {
  return model.getWeights().map((weight) => [...weight.dataSync()]);
}

function moment(values: ArrayLike<number>, power: number): number {
  return Array.from(values).reduce((sum, value) => sum + value ** power, 0) / values.length;
}

describe('the tasks', () => {
  before(() => useBackend('cpu'));

  it('draw their weights from the seed, with different values for every tensor', () => {
    for (const task of [sinFit, twoMoons, addingProblem]) {
      const made = weights(task({ width: 6, seed: 3 }));
      expect(weights(task({ width: 6, seed: 3 }))).to.deep.equal(made);
      expect(weights(task({ width: 6, seed: 4 }))).to.not.deep.equal(made);
    }
    const [, , second, , third] = weights(
      sinFit({ width: 6, init: normal({ std: 1 }), outputInit: normal({ std: 1 }) }),
    );
    expect(second.slice(0, 6)).to.not.deep.equal(third.slice(0, 6));
    const sharing = weights(sinFit({ width: 6, depth: 1, init: normal({ std: 1 }), outputInit: normal({ std: 1 }) }));
    expect(sharing[0]).to.not.deep.equal(sharing[2]);
  });

  it('accept depth, width, activation and initializers as options', () => {
    const task = twoMoons({
      depth: 3,
      width: 5,
      activation: 'leakyRelu',
      init: constant(2),
      outputInit: zeros(),
      biasInit: constant(7),
    });
    const { model } = task;
    expect(model.layers.map(({ name }) => name)).to.deep.equal(
      'hidden1 leaky1 hidden2 leaky2 hidden3 leaky3 output'.split(' '),
    );
    expect(weights(task)[0]).to.deep.equal(Array(10).fill(2));
    expect(weights(task)[1]).to.deep.equal(Array(5).fill(7));
    expect(weights(task)[6]).to.deep.equal(Array(10).fill(0));
    const low = model.predict(tf.tensor2d([[-9, -9]])) as tf.Tensor;
    expect(low.shape).to.deep.equal([1, 2]);
    const swish = sinFit({ activation: 'silu' });
    expect(swish.model.layers[0].getConfig().activation).to.equal('swish');
    expect(sinFit({ depth: 0 }).model.layers).to.have.length(1);
  });

  it('reject the seeds that random rejects', () => {
    for (const task of [sinFit, twoMoons, addingProblem]) {
      expect(() => task({ seed: -1 })).to.throw(RangeError, 'seed is -1; it must be an integer from 0 to');
      expect(() => task({ seed: 0.5 })).to.throw(RangeError, 'seed is 0.5');
      expect(() => task({ seed: '1' as never })).to.throw(TypeError, 'seed is "1"');
    }
  });

  it('reject unknown options and values that are not allowed', () => {
    expect(() => mnistMlp({ depht: 3 } as object)).to.throw(TypeError, /mnistMlp: unknown option "depht"/);
    expect(() => sinFit({ activation: 'erf' as 'tanh' })).to.throw(
      RangeError,
      /activation is "erf"; allowed: linear, relu/,
    );
    expect(() => addingProblem({ length: 1 })).to.throw(RangeError, /length is 1/);
    expect(() => twoMoons({ noise: -1 })).to.throw(RangeError, /noise is -1/);
  });

  it('scale MNIST to mean 0 and second moment 1, and start near ln 10 with small output weights', () => {
    const task = mnistMlp({ width: 32, outputInit: normal({ std: 0.001 }) });
    expect(task.train.x.shape).to.deep.equal([12000, 784]);
    expect(moment(task.train.x.data.subarray(0, 784 * 2000), 1)).to.be.closeTo(0, 0.02);
    expect(moment(task.train.x.data.subarray(0, 784 * 2000), 2)).to.be.closeTo(1, 0.03);
    expect([...task.train.y.data.subarray(0, 5)]).to.deep.equal([5, 0, 4, 1, 9]);
    const some = {
      x: { shape: [100, 784], data: task.test.x.data.subarray(0, 78400) },
      y: { shape: [100], data: task.test.y.data.subarray(0, 100) },
    };
    expect(evaluate(task.model, some).loss).to.be.closeTo(Math.log(10), 0.01);
  });

  it('scale every grey level of MNIST by the mean and deviation of the original, to the last bit', () => {
    const { test } = mnistCnn({ width: 2 });
    const { pixels } = loadMnist().test;
    const wrong = pixels.findIndex((grey, i) => test.x.data[i] !== Math.fround((grey / 255 - 0.1307) / 0.3081));
    expect(wrong).to.equal(-1);
    expect(new Set(pixels)).to.have.length(256);
    expect(test.x.data).to.have.length(pixels.length);
  });

  it('build convolutions on MNIST with two poolings', () => {
    const { model, train } = mnistCnn({ depth: 3, width: 4, init: heNormal() });
    expect(train.x.shape).to.deep.equal([12000, 28, 28, 1]);
    expect(model.layers.map(({ outputShape }) => outputShape.slice(1))).to.deep.equal([
      [28, 28, 4],
      [14, 14, 4],
      [14, 14, 4],
      [7, 7, 4],
      [7, 7, 4],
      [196],
      [10],
    ]);
  });

  it('sample x·sin x, with test points halfway between the training points', () => {
    const { train, test } = sinFit();
    for (const { x, y } of [train, test]) {
      x.data.forEach((v, i) => {
        expect(y.data[i]).to.be.closeTo(v * Math.sin(v), 1e-6);
      });
    }
    expect([train.x.data[0], train.x.data[200]]).to.deep.equal([-10, 10]);
    expect(test.x.data[0]).to.be.closeTo(-9.95, 1e-6);
    expect(moment(train.y.data, 2)).to.be.closeTo(14.4, 0.05);
  });

  it('saturate tanh units on x·sin x with U(−1, 1), as the exercise shows', () => {
    const wide = uniform({ low: -1, high: 1 });
    const { model, train } = sinFit({ init: wide, biasInit: wide });
    const hidden = model.layers[0].apply(tf.tensor(Float32Array.from(train.x.data), [201, 1])) as tf.Tensor;
    const saturated = hidden.dataSync().filter((a) => Math.abs(a) > 0.97).length / (201 * 100);
    expect(saturated).to.be.within(0.4, 0.75);
  });

  it('draw two moons whose points lie on circles, apart from the noise', () => {
    const { train } = twoMoons({ count: 200, noise: 0 });
    train.y.data.forEach((label, i) => {
      const [x, y] = train.x.data.subarray(2 * i, 2 * i + 2);
      expect(label === 0 ? Math.hypot(x, y) : Math.hypot(x - 1, y - 0.5)).to.be.closeTo(1, 1e-6);
      expect(label === 0 ? y >= -1e-6 : y <= 0.5 + 1e-6).to.equal(true);
    });
  });

  it('draw sequences whose target is the sum of the two marked numbers, one in each half', () => {
    const { train, test } = addingProblem({ length: 7 });
    for (const { x, y } of [train(random(1), 20), test] satisfies Dataset[]) {
      y.data.forEach((sum, sequence) => {
        const steps = Array.from({ length: 7 }, (_, t) =>
          x.data.subarray(14 * sequence + 2 * t, 14 * sequence + 2 * t + 2),
        );
        const marked = steps.flatMap(([, mark], t) => (mark === 1 ? t : []));
        expect(marked).to.have.length(2);
        expect(marked[0]).to.be.below(3);
        expect(marked[1]).to.be.within(3, 6);
        expect(sum).to.be.closeTo(steps[marked[0]][0] + steps[marked[1]][0], 1e-6);
      });
    }
    const squares = moment(
      test.y.data.map((sum) => sum - 1),
      2,
    );
    expect(squares).to.be.closeTo(1 / 6, 0.04);
  });

  it('use the initializer for recurrent weights', () => {
    const [, recurrent] = weights(addingProblem({ width: 3, recurrentInit: identity() }));
    expect(recurrent).to.deep.equal([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });
});
