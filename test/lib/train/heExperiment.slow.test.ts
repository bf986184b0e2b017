import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { evaluate, heNormal, lecunNormal, predict, simulate, train, useBackend, xavierNormal } from 'initlab';
import { mnistMlp } from 'initlab/tasks';

const WIDTH = 96;
const SEEDS = [1, 2, 3, 4, 5];
const inits = { he: heNormal(), xavier: xavierNormal() };

type Scheme = keyof typeof inits;

/** Lists the widths of a net: its inputs, `depth` hidden layers and the output. */
const widthsOf = (depth: number): number[] => [784, ...Array<number>(depth).fill(WIDTH), 10];

/** Computes fanIn·Var(w) of each layer. */
function weightVariances(scheme: Scheme, widths: number[]): number[] {
  return widths.slice(1).map((units, l) => (scheme === 'he' ? 2 : (2 * widths[l]) / (widths[l] + units)));
}

/** Predicts the second moment of the logits at the start, and the range of 95 % of the nets. */
function predictedLogits(scheme: Scheme, depth: number): ReturnType<typeof predict>[number]['preActivation'] {
  const widths = widthsOf(depth);
  const weightVariance = weightVariances(scheme, widths);
  return predict({ widths, activation: 'relu', weightVariance, batch: 64 })[depth + 1].preActivation;
}

/** Trains with momentum for 800 steps from each seed, and returns the test losses. */
async function trainedLosses(scheme: Scheme, depth: number): Promise<number[]> {
  const losses: number[] = [];
  for (const seed of SEEDS) {
    const { model, train: data, test } = mnistMlp({ depth, width: WIDTH, init: inits[scheme], seed });
    const options = { steps: 800, batchSize: 64, optimizer: 'momentum', learningRate: 0.01, seed } as const;
    const evaluate = { data: test, every: 800 };
    const { evaluations, end } = await train(model, data, { ...options, evaluate, progress: false });
    expect(end).to.equal('done');
    losses.push(evaluations.loss[1]);
    model.dispose();
  }
  return losses;
}

/**
 * Follows He, Zhang, Ren and Sun (2015), figures 2 and 3: nets of 22 layers learn with both
 * initializers, nets of 30 layers only with He's. The setting is smaller: dense nets on 12,000
 * digits, 800 steps, and 34 layers, because some of these nets with 30 layers learn with Xavier
 * too. The seeds are fixed, so the results never vary on this backend.
 */
describe("in He's experiment,", function () {
  this.timeout(300_000);
  before(() => useBackend('wasm'));

  const learned = (loss: number): boolean => loss < 2.1;
  const stalled = (loss: number): boolean => loss > 2.29;

  for (const [scheme, depth, expected] of [
    ['he', 22, 'learn'],
    ['xavier', 22, 'learn'],
    ['he', 34, 'learn'],
    ['xavier', 34, 'stall'],
  ] as const) {
    it(`all five nets with ${depth} hidden layers ${expected} with ${scheme} weights`, async () => {
      const losses = await trainedLosses(scheme, depth);
      const which = expected === 'learn' ? learned : stalled;
      expect(losses.filter(which), losses.map((loss) => loss.toFixed(2)).join(' ')).to.have.length(5);
    });
  }

  it('some of the five nets with 30 hidden layers learn with xavier weights, and some do not', async () => {
    const losses = await trainedLosses('xavier', 30);
    for (const kind of [learned, stalled]) {
      expect(losses.filter(kind), losses.map((loss) => loss.toFixed(2)).join(' ')).to.not.be.empty;
    }
  });

  it('theory says that each layer halves the second moment with Xavier, and keeps it with He', () => {
    const [he22, he34] = [predictedLogits('he', 22), predictedLogits('he', 34)];
    const [xavier22, xavier34] = [predictedLogits('xavier', 22), predictedLogits('xavier', 34)];
    expect(he34.secondMoment / he22.secondMoment).to.be.closeTo(1, 1e-9);
    expect(xavier34.secondMoment / xavier22.secondMoment).to.be.closeTo(2 ** -12, 1e-9);
    expect(xavier34.secondMoment).to.be.below(1e-9);
  });

  it('simulated nets start in the range that theory predicts', async () => {
    for (const scheme of ['he', 'xavier'] as const) {
      const { layers } = await simulate({ widths: widthsOf(34), activation: 'relu', init: inits[scheme], trials: 40 });
      const { low, high } = predictedLogits(scheme, 34);
      const inside = layers[35].preActivation.trials.filter((q) => q >= low && q <= high).length;
      // 95 % of 40 nets; fewer than 33 have a probability of 4·10⁻⁴.
      expect(inside, scheme).to.be.at.least(33);
    }
  });
});

/**
 * Trains ten ReLU layers with He's weights by gradient descent, and returns the end of each run and
 * its test accuracy. The rate grows over the first `warmUp` steps.
 */
async function warmedUp(rate: number, warmUp: number): Promise<{ end: string; steps: number; accuracy: number }[]> {
  const runs: Awaited<ReturnType<typeof warmedUp>> = [];
  for (const seed of SEEDS) {
    const { model, train: data, test } = mnistMlp({ depth: 10, width: 64, outputInit: lecunNormal(), seed });
    const rateAt = (step: number): number => rate * Math.min(1, step / warmUp);
    const optimizer = tf.train.sgd(rateAt(1));
    const onStep = ({ step }: { step: number }): void => optimizer.setLearningRate(rateAt(step + 1));
    const { end, steps } = await train(model, data, { steps: 150, optimizer, seed, onStep, progress: false });
    const exam = { x: { shape: [500, 784], data: test.x.data.slice(0, 500 * 784) }, y: test.y.data.slice(0, 500) };
    runs.push({ end, steps, accuracy: end === 'diverged' ? 0 : (evaluate(model, exam).accuracy as number) });
    model.dispose();
  }
  return runs;
}

describe("a warm-up of 40 steps, with He's weights on five seeds,", function () {
  this.timeout(300_000);
  before(() => useBackend('wasm'));

  it('changes little at a rate that suits the network', async () => {
    const accuracies = async (warmUp: number): Promise<number[]> =>
      (await warmedUp(0.05, warmUp)).map(({ accuracy }) => accuracy).sort((a, b) => a - b);
    const [without, withIt] = [await accuracies(1), await accuracies(40)];
    expect(without[0]).to.be.above(0.6);
    expect(withIt[0]).to.be.above(0.6);
    expect(withIt[2]).to.be.closeTo(without[2], 0.02);
  });

  it('postpones the failure at a rate that is too high', async () => {
    const [without, withIt] = [await warmedUp(0.4, 1), await warmedUp(0.4, 40)];
    expect(without.every(({ end, steps }) => end === 'diverged' && steps <= 6)).to.equal(true);
    expect(withIt.filter(({ end }) => end === 'diverged')).to.have.length(1);
    expect(withIt.every(({ accuracy }) => accuracy < 0.3)).to.equal(true);
  });
});
