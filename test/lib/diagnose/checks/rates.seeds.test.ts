import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Diagnosis, diagnose, useBackend } from 'initlab';
import { he, line, normalOf, type Part, type Rows, small, table } from '../../../faults/small.js';
import { seeds } from '../../../support/seeds.js';

/** Seeds for each optimizer. With SGD, units die for some seeds only, so there are more of them. */
const SEEDS = { sgd: seeds(5), adam: seeds(2) };

const relu = (units: number): Part => ({ units, activation: 'relu', init: he });
const isPositive = (row: Float32Array): number => (row.reduce((sum, value) => sum + value, 0) > 0 ? 1 : 0);

interface Rated {
  make(seed: number): tfl.LayersModel;
  rows(seed: number): Rows;
  loss: 'binaryCrossEntropy' | 'meanSquaredError';
  optimizer: 'sgd' | 'adam';
}

const parabola = (scale: number) => () => line({ count: 50, from: 0, step: 0.1 }, (x) => scale * x ** 2);
const curve = (widths: readonly number[]) => (seed: number) =>
  small(1, [...widths.map(relu), { units: 1, init: he }], seed);
const classifier = (inputs: number, widths: readonly number[]) => (seed: number) =>
  small(inputs, [...widths.map(relu), { units: 1, activation: 'sigmoid' }], seed);
const classes = (inputs: number) => (seed: number) => table({ count: 128, inputs, seed }, isPositive);

/** Networks, each with a rate that is too high, one that is too low, and one that suits. */
const cases: Record<string, Rated & { high: number; low: number; sound: number }> = {
  'a parabola, 1-50-30-1, SGD': {
    make: curve([50, 30]),
    rows: parabola(5),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    high: 0.001,
    low: 1e-8,
    sound: 0.0001,
  },
  'a steeper parabola, 1-40-40-1, SGD': {
    make: curve([40, 40]),
    rows: parabola(8),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    high: 0.001,
    low: 1e-9,
    sound: 0.00005,
  },
  'two classes, 20-64-64-1, SGD': {
    make: classifier(20, [64, 64]),
    rows: classes(20),
    loss: 'binaryCrossEntropy',
    optimizer: 'sgd',
    high: 30,
    low: 1e-4,
    sound: 0.05,
  },
  'two classes, 20-64-64-1, Adam': {
    make: classifier(20, [64, 64]),
    rows: classes(20),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    high: 1,
    low: 1e-6,
    sound: 0.001,
  },
  'two classes, 100-32-1, Adam': {
    make: classifier(100, [32]),
    rows: classes(100),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    high: 2,
    low: 1e-6,
    sound: 0.003,
  },
};

function judge(net: Rated, seed: number, learningRate: number): Diagnosis {
  const model = net.make(seed);
  const found = diagnose(model, net.rows(seed), { loss: net.loss, optimizer: net.optimizer, learningRate });
  model.dispose();
  return found;
}

describe('diagnose', () => {
  before(() => useBackend('wasm'));

  for (const [title, net] of Object.entries(cases)) {
    it(`reports a learning rate that diverges or kills units: ${title}`, () => {
      for (const seed of SEEDS[net.optimizer]) {
        const faults = judge(net, seed, net.high).findings.filter(({ severity }) => severity === 'fault');
        const found = faults.find(({ kind }) => kind === 'learningRate');
        expect(found?.why, `${seed}`).to.match(/^Lower the learning rate to \S+\. The present rate is too high/);
        // Targets of a large scale are what makes the rate of the parabolas too high.
        const others = faults.map(({ kind }) => kind).filter((kind) => kind !== 'learningRate');
        expect(others, `${seed}`).to.satisfy((kinds: string[]) => kinds.every((kind) => kind === 'targets'));
      }
    });

    it(`notes that a much higher learning rate was tried and is better: ${title}`, () => {
      for (const seed of SEEDS[net.optimizer]) {
        const found = judge(net, seed, net.low).findings.find(({ kind }) => kind === 'learningRate');
        expect(found?.why, `${seed}`).to.match(/^Raise the learning rate to \S+\. The present rate is too low/);
        expect(found?.trial?.after).to.be.below(found?.trial?.before as number);
        expect(found?.trial?.learningRate).to.be.above(30 * net.low);
      }
    });

    it(`does not object to a learning rate that suits: ${title}`, () => {
      for (const seed of SEEDS[net.optimizer]) {
        const kinds = judge(net, seed, net.sound).findings.map(({ kind }) => kind);
        expect(kinds, `${seed}`).to.not.include('learningRate');
      }
    });
  }

  it('has no objection to the long first steps of an optimizer whose other rates it cannot try, if the loss falls', () => {
    for (const seed of seeds(3)) {
      const model = classifier(20, [64, 64])(seed);
      const optimizer = tf.train.adadelta(1);
      const { findings } = diagnose(model, classes(20)(seed), { loss: 'binaryCrossEntropy', optimizer });
      expect(
        findings.map(({ kind }) => kind),
        `${seed}`,
      ).to.not.include('learningRate');
      optimizer.dispose();
      model.dispose();
    }
  });

  it('judges the rate of a linear model whose weights start at 0 by its losses', () => {
    const zero = () => tfl.initializers.zeros();
    for (const seed of seeds(3)) {
      const model = small(2, [{ units: 1, init: zero }], seed);
      const rows = table({ count: 64, inputs: 2, seed }, ([a, b]) => a - b);
      const judged = (learningRate: number): string[] =>
        diagnose(model, rows, { loss: 'meanSquaredError', optimizer: 'sgd', learningRate }).findings.map(
          ({ kind, severity }) => `${severity} ${kind}`,
        );
      expect(judged(3), `${seed}`).to.include('fault learningRate');
      expect(judged(0.1), `${seed}`).to.not.include('fault learningRate');
      model.dispose();
    }
  });

  it('has no objection to long first steps of weights that start near 0 and have to grow', () => {
    for (const seed of seeds(3)) {
      const model = small(2, [{ units: 1, init: normalOf(0.01) }], seed);
      const rows = table({ count: 64, inputs: 2, seed }, ([a, b]) => 2 * a - 3.4 * b + 4.2);
      const judged = (learningRate: number): string[] =>
        diagnose(model, rows, { loss: 'meanSquaredError', optimizer: 'sgd', learningRate }).findings.map(
          ({ kind, severity }) => `${severity} ${kind}`,
        );
      expect(judged(0.03), `${seed}`).to.deep.equal([]);
      expect(judged(3), `${seed}`).to.include('fault learningRate');
      model.dispose();
    }
  });

  it('reports a learning rate of 0 or below, given or compiled, and finds one that suits', () => {
    for (const [rate, text] of [
      [-0.001, '−0.001'],
      [0, '0'],
    ] as const)
      for (const isCompiled of [false, true]) {
        const model = classifier(20, [64, 64])(1);
        if (isCompiled) model.compile({ optimizer: tf.train.adam(rate), loss: 'binaryCrossentropy' });
        const options = isCompiled ? {} : { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: rate };
        const [first, ...others] = diagnose(model, classes(20)(1), options as object).findings;
        expect(first).to.include({ kind: 'learningRate', severity: 'fault', observed: rate });
        expect(first.why).to.contain(`The present rate, ${text}, is not above 0.`);
        expect(first.expected).to.be.within(1e-4, 0.3);
        expect(others.filter(({ severity }) => severity === 'fault')).to.deep.equal([]);
        model.dispose();
      }
  });
});
