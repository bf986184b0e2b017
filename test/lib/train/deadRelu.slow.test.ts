import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Dataset, evaluate, initWeights, lecunNormal, lsuv, revive, trace, train, useBackend } from 'initlab';
import { mnistCnn } from 'initlab/tasks';

const SEEDS = [1, 2, 3, 4, 5];

/** The first examples of the digits, as in lesson 5. */
function first({ x, y }: Dataset, count: number): Dataset {
  return {
    x: { shape: [count, 28, 28, 1], data: x.data.slice(0, count * 784) },
    y: { shape: [count], data: y.data.slice(0, count) },
  };
}

/** Builds the network of lesson 5 with what shall protect it. */
function protectedNet(remedy: 'LSUV' | 'leaky ReLU' | 'BatchNorm', seed: number): tfl.LayersModel {
  const { batchNormalization, conv2d, dense, flatten, leakyReLU, maxPooling2d, reLU } = tfl.layers;
  const model = tfl.sequential();
  for (const [i, size] of [28, 14, 7].entries()) {
    model.add(conv2d({ filters: 12, kernelSize: 3, padding: 'same', inputShape: [size, size, i === 0 ? 1 : 12] }));
    if (remedy === 'BatchNorm') model.add(batchNormalization({ momentum: 0.9 }));
    model.add(remedy === 'leaky ReLU' ? leakyReLU({ alpha: 0.1 }) : reLU());
    if (i < 2) model.add(maxPooling2d({ poolSize: 2 }));
  }
  model.add(flatten());
  model.add(dense({ units: 10 }));
  initWeights(model, { seed });
  return model;
}

// The seeds are fixed, and the wasm backend gives the same numbers everywhere.
describe('the networks of lesson 5, after three steps at ten times the rate,', function () {
  this.timeout(900_000);

  let digits: Dataset;
  let look: Dataset;
  let exam: Dataset;
  before(async () => {
    await useBackend('wasm');
    const task = mnistCnn({ depth: 0 });
    digits = task.train;
    [look, exam] = [first(digits, 500), first(task.test, 500)];
  });

  const accuracyOf = (model: tfl.LayersModel): number => evaluate(model, exam).accuracy as number;
  const deadOf = (model: tfl.LayersModel): number[] =>
    trace(model, { x: look.x }, { backward: false }).layers.flatMap(({ deadFraction }) =>
      deadFraction === undefined ? [] : Math.round(12 * deadFraction),
    );
  const descend = (model: tfl.LayersModel, steps: number, learningRate: number, seed: number) =>
    train(model, digits, { steps, learningRate, seed, optimizer: 'sgd', batchSize: 32, progress: false });

  /** Trains, with three wrong steps in between; resolves with the end of the run. */
  async function spike(model: tfl.LayersModel, seed: number): Promise<string> {
    await descend(model, 60, 0.05, 10 * seed);
    expect(accuracyOf(model)).to.be.above(0.7);
    await descend(model, 3, 0.5, 10 * seed + 3);
    return (await descend(model, 40, 0.05, 10 * seed + 4)).end;
  }

  const median = (values: number[]): number => [...values].sort((a, b) => a - b)[2];

  const newUnitsAndScale = (model: tfl.LayersModel, seed: number): void => {
    revive(model, look, { seed });
    lsuv(model, look, { orthonormal: false });
  };

  /** Trains each wreck on after each repair; gives the accuracies of each way, seed by seed. */
  async function accuraciesAfter(
    ways: Record<string, (model: tfl.LayersModel, seed: number) => unknown>,
    seeds: readonly number[],
  ): Promise<number[][]> {
    const accuracies: Record<string, number[]> = {};
    for (const seed of seeds) {
      const { model } = mnistCnn({ depth: 3, width: 12, outputInit: lecunNormal(), seed });
      await spike(model, seed);
      const wreck = model.getWeights().map((weights) => weights.clone());
      for (const [way, repair] of Object.entries(ways)) {
        model.setWeights(wreck);
        repair(model, seed);
        await descend(model, 80, 0.05, 10 * seed + 6);
        accuracies[way] = [...(accuracies[way] ?? []), accuracyOf(model)];
      }
    }
    return Object.values(accuracies);
  }

  const recovered = (accuracies: number[]): number => accuracies.filter((accuracy) => accuracy > 0.7).length;

  it('recover on 2, 1, 4 and 5 of five seeds: left alone, with new units, with LSUV as well, from a new start', async () => {
    const accuracies = await accuraciesAfter(
      {
        alone: () => {},
        revived: (model, seed) => revive(model, look, { seed }),
        scaled: newUnitsAndScale,
        restarted: (model, seed) => initWeights(model, { seed }),
      },
      SEEDS,
    );
    expect(accuracies.map(recovered)).to.deep.equal([2, 1, 4, 5]);
    expect(accuracies.map((list) => median(list).toFixed(2))).to.deep.equal(['0.13', '0.13', '0.83', '0.88']);
  });

  it('recover with new units and LSUV on two of the next five seeds', async () => {
    const [accuracies] = await accuraciesAfter({ scaled: newUnitsAndScale }, [6, 7, 8, 9, 10]);
    expect(recovered(accuracies)).to.equal(2);
  });

  it('are not saved by LSUV at the start, whose layers die', async () => {
    for (const seed of SEEDS) {
      const model = protectedNet('LSUV', seed);
      lsuv(model, look);
      await spike(model, seed);
      expect(accuracyOf(model)).to.be.below(0.2);
      expect(Math.max(...deadOf(model))).to.be.at.least(10);
    }
  });

  it('have no dead unit with leaky ReLU, but diverge', async () => {
    for (const seed of SEEDS) {
      const model = protectedNet('leaky ReLU', seed);
      expect(await spike(model, seed)).to.equal('diverged');
      expect(Math.max(...deadOf(model))).to.equal(0);
    }
  });

  it('learn again with batch normalization', async () => {
    for (const seed of SEEDS) {
      const model = protectedNet('BatchNorm', seed);
      await spike(model, seed);
      expect(accuracyOf(model)).to.be.within(0.54, 0.85);
      expect(Math.max(...deadOf(model))).to.be.at.most(3);
    }
  });
});
