import { expect } from 'chai';
import { identity, normal, train, uniform, useBackend } from 'initlab';
import { addingProblem, mnistCnn, mnistMlp, sinFit, tinyTransformer, twoMoons } from 'initlab/tasks';

const quiet = { progress: false };

/** Returns the last entry. */
function last(values: Float32Array | undefined): number {
  return values?.at(-1) ?? Number.NaN;
}

/**
 * The seeds are fixed, and the wasm backend gives the same numbers everywhere, so these tests have
 * no error rate.
 */
describe('training on the tasks', function () {
  this.timeout(120_000);
  before(() => useBackend('wasm'));

  it('recognizes over 90 % of 2,000 MNIST test digits with the dense net after 300 steps', async () => {
    const { model, train: data, test } = mnistMlp();
    const { evaluations } = await train(model, data, { steps: 300, batchSize: 64, evaluate: { data: test }, ...quiet });
    expect(last(evaluations.accuracy)).to.be.above(0.9);
  });

  it('recognizes over 92 % of MNIST with the convolutional net after 150 steps', async () => {
    const { model, train: data, test } = mnistCnn();
    const options = { steps: 150, batchSize: 64, learningRate: 0.003, evaluate: { data: test, every: 150 } };
    const { evaluations } = await train(model, data, { ...options, ...quiet });
    expect(last(evaluations.accuracy)).to.be.above(0.92);
  });

  it('fits x·sin x from weights of U(−1, 1), and far worse from U(−5, 5)', async () => {
    const lossOf = async (bound: number): Promise<number> => {
      const init = uniform({ low: -bound, high: bound });
      const { model, train: data, test } = sinFit({ init, biasInit: init });
      const options = { steps: 1500, batchSize: 67, learningRate: 0.003, evaluate: { data: test, every: 1500 } };
      return last((await train(model, data, { ...options, ...quiet })).evaluations.loss);
    };
    const [one, five] = [await lossOf(1), await lossOf(5)];
    expect(one).to.be.below(1);
    expect(five).to.be.above(4 * one);
  });

  it('classifies over 95 % of the two moons', async () => {
    const { model, train: data, test } = twoMoons();
    const options = { steps: 400, learningRate: 0.01, evaluate: { data: test }, ...quiet };
    expect(last((await train(model, data, options)).evaluations.accuracy)).to.be.above(0.95);
  });

  it('solves the adding problem with ReLU and identity weights, and stays at a loss of 1/6 with small weights', async () => {
    const learn = async (recurrentInit: ReturnType<typeof normal>): Promise<number> => {
      const init = normal({ std: 0.1 });
      const { model, train: data, test } = addingProblem({ activation: 'relu', recurrentInit, init, seed: 1 });
      const options = { steps: 800, learningRate: 0.003, evaluate: { data: test, every: 800 }, ...quiet };
      return last((await train(model, data, options)).evaluations.loss);
    };
    expect(await learn(identity())).to.be.below(0.03);
    expect(await learn(normal({ std: 0.02 }))).to.be.within(0.14, 0.2);
  });

  it('reaches a loss below 2.3 per character with the transformer after 300 steps', async () => {
    const { model, train: data, test } = tinyTransformer();
    const options = { steps: 300, batchSize: 16, learningRate: 0.003, evaluate: { data: test, every: 300 } };
    const { evaluations } = await train(model, data, { ...options, ...quiet });
    expect(evaluations.loss[0]).to.be.closeTo(Math.log(70), 0.05);
    expect(last(evaluations.loss)).to.be.below(2.3);
  });
});
