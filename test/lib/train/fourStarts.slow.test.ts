import { expect } from 'chai';
import { constant, diagnose, heNormal, type Initializer, normal, type OptimizerName, useBackend } from 'initlab';
import { type ComparedTask, compare, mnistCnn } from 'initlab/tasks';

const start =
  (init: Initializer) =>
  (seed: number): ComparedTask =>
    mnistCnn({ depth: 8, width: 8, init, seed });

/** Number of seeds of 1 to 5 that the table of lesson 0 gives for a start and a setting. */
const RESCUED: readonly [std: number, optimizer: OptimizerName, learningRate: number, seeds: number][] = [
  [0.08, 'sgd', 0.05, 0],
  [0.08, 'adam', 0.01, 3],
  [0.08, 'adam', 0.003, 5],
  [0.06, 'sgd', 0.05, 0],
  [0.06, 'adam', 0.01, 2],
  [0.06, 'adam', 0.003, 4],
  [0.03, 'sgd', 0.05, 0],
  [0.03, 'adam', 0.01, 0],
  [0.03, 'adam', 0.003, 1],
];

// The seeds are fixed, and the wasm backend gives the same numbers everywhere.
describe('the starts of lesson 0', function () {
  this.timeout(900_000);
  before(() => useBackend('wasm'));

  it('learn after 80 steps with He on all five seeds, and with small or equal weights on none', async () => {
    const starts = { small: start(normal({ std: 0.01 })), equal: start(constant(1 / 72)), He: start(heNormal()) };
    const runs = await compare(starts, { steps: 80, optimizer: 'sgd', learningRate: 0.05 });
    for (const { name, testAccuracy, lastLoss } of runs) {
      if (name === 'He') expect(testAccuracy).to.be.above(0.6);
      else {
        expect(testAccuracy).to.be.below(0.25);
        expect(lastLoss).to.be.closeTo(Math.LN10, 0.1);
      }
    }
  });

  for (const [optimizer, learningRate] of [
    ['sgd', 0.005],
    ['sgd', 0.5],
    ['adam', 0.01],
  ] as const) {
    it(`read at most one digit in four on all five seeds with ${optimizer} at ${learningRate}, except He's`, async () => {
      const starts = {
        small: start(normal({ std: 0.01 })),
        large: start(normal({ std: 0.5 })),
        equal: start(constant(1 / 72)),
      };
      for (const { testAccuracy } of await compare(starts, { steps: 40, optimizer, learningRate })) {
        expect(testAccuracy).to.be.below(0.25);
      }
    });
  }

  it('learn on all five seeds after the repairs of diagnose', async () => {
    const { x, y } = mnistCnn({ depth: 0 }).train;
    const batch = { x: x.data.slice(0, 64 * 784) as Float32Array, y: y.data.slice(0, 64) };
    const repaired =
      (init: Initializer) =>
      (seed: number): ComparedTask => {
        const task = start(init)(seed);
        for (let i = 0; i < 5; i++) {
          const diagnosis = diagnose(task.model, batch, { loss: 'crossEntropy', seed });
          if (diagnosis.verdict === 'healthy') return task;
          diagnosis.apply();
        }
        throw new Error('not healthy after five repairs');
      };
    const starts = {
      small: repaired(normal({ std: 0.01 })),
      large: repaired(normal({ std: 0.5 })),
      equal: repaired(constant(1 / 72)),
    };
    const runs = await compare(starts, { steps: 80, optimizer: 'sgd', learningRate: 0.05 });
    for (const { testAccuracy } of runs) expect(testAccuracy).to.be.above(0.6);
  });

  for (const [learningRate, learningDepths] of [
    [0.01, ['2']],
    [0.001, ['2', '4']],
  ] as const) {
    it(`with 0.01 learn on all five seeds with few layers, and on none with more, with Adam at ${learningRate}`, async () => {
      const ofDepth = (depth: number) => (seed: number) =>
        mnistCnn({ depth, width: 8, init: normal({ std: 0.01 }), seed });
      const starts = { '2': ofDepth(2), '4': ofDepth(4), '8': ofDepth(8) };
      for (const { name, lastLoss } of await compare(starts, { steps: 200, optimizer: 'adam', learningRate })) {
        const isExpected = (learningDepths as readonly string[]).includes(name);
        expect(lastLoss < 2.2, `${name} layers: ${lastLoss}`).to.equal(isExpected);
      }
    });
  }

  for (const [std, optimizer, learningRate, seeds] of RESCUED) {
    it(`learn with standard deviation ${std} and ${optimizer} at ${learningRate} on ${seeds} of five seeds`, async () => {
      const runs = await compare({ small: start(normal({ std })) }, { steps: 60, optimizer, learningRate });
      expect(runs.filter(({ testAccuracy = 0 }) => testAccuracy > 0.4)).to.have.length(seeds);
    });
  }

  for (const std of [0.08, 0.06]) {
    it(`learn with Adam on all five seeds if their biases stay at zero, with standard deviation ${std}`, async () => {
      const frozen = (seed: number): ComparedTask => {
        const task = start(normal({ std }))(seed);
        for (const layer of task.model.layers) {
          const { bias } = layer as unknown as { bias?: { trainable: boolean } | null };
          if (bias) bias.trainable = false;
        }
        return task;
      };
      let largestBias = 0;
      const runs = await compare(
        { frozen },
        {
          steps: 60,
          optimizer: 'adam',
          learningRate: 0.01,
          onModel: (model) => {
            for (const weight of model.weights.filter(({ name }) => name.includes('bias')))
              for (const value of weight.read().dataSync()) largestBias = Math.max(largestBias, Math.abs(value));
          },
        },
      );
      expect(largestBias).to.equal(0);
      expect(runs).to.have.length(5);
      for (const { testAccuracy } of runs) expect(testAccuracy).to.be.above(0.35);
    });
  }
});
