import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { evaluate, heNormal, type Initializer, normal, train, useBackend } from 'initlab';
import { type ComparedTask, compare, twoMoons } from 'initlab/tasks';

const net = { depth: 2, width: 8 } as const;
const start =
  (init: Initializer) =>
  (seed: number): ComparedTask =>
    twoMoons({ ...net, init, seed });
const options = { steps: 25, optimizer: 'sgd', learningRate: 0.1 } as const;

describe('compare', () => {
  before(() => useBackend('cpu'));

  it('trains each start with each seed as train and evaluate do', async () => {
    const runs = await compare({ He: start(heNormal()) }, { ...options, seeds: [3, 4] });
    expect(runs.map(({ name, seed }) => [name, seed])).to.deep.equal([
      ['He', 3],
      ['He', 4],
    ]);
    const { model, train: data, test } = start(heNormal())(4);
    const { loss } = await train(model, data, { ...options, seed: 4, progress: false });
    expect(runs[1].loss).to.deep.equal(loss);
    expect(runs[1].lastLoss).to.be.closeTo(
      loss.slice(-20).reduce((sum, value) => sum + value / 20, 0),
      1e-6,
    );
    const first = test.x.shape[0] >= 500 ? 500 : test.x.shape[0];
    const part = {
      x: { shape: [first, 2], data: test.x.data.slice(0, 2 * first) },
      y: { shape: [first, ...test.y.shape.slice(1)], data: test.y.data.slice(0, first) },
    };
    const evaluation = evaluate(model, part);
    expect([runs[1].testLoss, runs[1].testAccuracy]).to.deep.equal([evaluation.loss, evaluation.accuracy]);
  });

  it('has five seeds by default, and evaluates only the number of examples that is asked for', async () => {
    const few = await compare({ He: start(heNormal()) }, { steps: 1, testExamples: 7 });
    expect(few.map(({ seed }) => seed)).to.deep.equal([1, 2, 3, 4, 5]);
    for (const { testAccuracy = 0 } of few) {
      expect(7 * testAccuracy).to.be.closeTo(Math.round(7 * testAccuracy), 1e-5);
    }
  });

  it('shows a row for each start with the median, the range and the number of runs that diverged', async () => {
    const starts = { He: start(heNormal()), large: start(normal({ std: 1e18 })) };
    const text = String(await compare(starts, { ...options, seeds: [1, 2, 3] }));
    const [line, header, he, large] = text.split('\n');
    expect(line).to.equal('3 seeds per start; median (lowest to highest)');
    expect(header.trim().split(/\s{2,}/)).to.deep.equal([
      'start',
      'first loss',
      'last losses',
      'test loss',
      'test accuracy',
      'diverged',
    ]);
    expect(he).to.match(/^He +[\d.]+ \([\d.]+ to [\d.]+\).* 0$/);
    expect(large).to.match(/^large .* 3$/);
  });

  it('passes each trained model on before it disposes of it, and leaves no tensors', async () => {
    const before = tf.memory().numTensors;
    const names: string[] = [];
    const runs = await compare(
      { He: start(heNormal()) },
      {
        steps: 2,
        seeds: [1, 2],
        onModel: (model, run) => names.push(`${run.name} ${run.seed} ${model.layers.at(-1)?.name}`),
      },
    );
    expect(names).to.deep.equal(['He 1 output', 'He 2 output']);
    expect(runs).to.have.length(2);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('disposes of the model if the callback throws', async () => {
    const before = tf.memory().numTensors;
    const fail = (): never => {
      throw new Error('stop here');
    };
    let message = '';
    await compare({ He: start(heNormal()) }, { steps: 1, onModel: fail }).catch((error: Error) => {
      message = error.message;
    });
    expect([message, tf.memory().numTensors]).to.deep.equal(['stop here', before]);
  });

  it('names the option or the start that does not fit', async () => {
    const rejects = async (starts: unknown, more: object, expected: RegExp): Promise<void> => {
      let message = 'nothing was thrown';
      await compare(starts as Record<string, () => ComparedTask>, { ...options, ...more }).catch((error: Error) => {
        message = error.message;
      });
      expect(message).to.match(expected);
    };
    await rejects({ He: heNormal }, { seed: 1 }, /unknown option "seed"/);
    await rejects({ He: start(heNormal()) }, { seeds: [] }, /seeds is \[\]; it must be a list/);
    await rejects({ He: start(heNormal()) }, { testExamples: 0 }, /testExamples is 0/);
    await rejects({ He: 5 }, {}, /He is 5; it must be a function/);
  });
});
