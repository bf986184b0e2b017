import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { type MonitorReport, type Sampler, type Training, type TrainOptions, train, useBackend } from 'initlab';
import { addingProblem, twoMoons } from 'initlab/tasks';
import { expectRejection } from '../../../support/rejection.js';

const quiet = { progress: false } as const;

async function moons(options: Partial<TrainOptions>): Promise<Training & { weights: number[] }> {
  const { model, train: data } = twoMoons({ depth: 2, width: 8, count: 64, seed: 1 });
  const run = await train(model, data, { steps: 12, batchSize: 8, seed: 3, ...quiet, ...options });
  const weights = model.getWeights().flatMap((weight) => [...weight.dataSync()]);
  for (const weight of model.weights) weight.dispose();
  return { ...run, weights };
}

describe('train with a monitor', () => {
  before(() => useBackend('cpu'));

  it('returns reports and a diagnosis, and the same run to the last bit', async () => {
    const seen: MonitorReport[] = [];
    const onReport = (report: MonitorReport): unknown => seen.push(report);
    const { monitor, ...watched } = await moons({ monitor: { every: 5, onReport, show: false } });
    const { monitor: none, ...plain } = await moons({});
    expect(watched).to.deep.equal(plain);
    expect(none).to.equal(undefined);
    expect(monitor?.reports).to.deep.equal(seen);
    expect(seen.map(({ step }) => step)).to.deep.equal([0, 5, 10, 12]);
    expect(seen[1].batchLoss).to.equal(plain.loss[4]);
    expect(seen[1].learningRate).to.equal(0.001);
    expect(monitor?.diagnosis.steps).to.equal(12);
    expect(monitor?.diagnosis.leftOut).to.deep.equal([]);
  });

  it('measures rows that a sampler draws, without changing its batches', async () => {
    const run = async (monitor: TrainOptions['monitor']): Promise<Training> => {
      const { model, train: data } = addingProblem({ length: 4 });
      return train(model, data as Sampler, { steps: 3, batchSize: 4, ...quiet, ...(monitor && { monitor }) });
    };
    const watched = await run({ samples: 10, every: 1, show: false });
    expect(watched.loss).to.deep.equal((await run(undefined)).loss);
    expect(watched.monitor?.reports).to.have.length(4);
  });

  it('names the same place of a NaN as train does', async () => {
    const { failure, monitor } = await moons({ optimizer: 'sgd', learningRate: 1e30, monitor: { show: false } });
    const found = monitor?.reports.at(-1)?.nonFinite;
    expect(failure?.step).to.be.a('number');
    expect(found).to.deep.include({ step: failure?.step, quantity: failure?.quantity });
    expect(found?.layer).to.equal(failure?.layer);
    expect(monitor?.diagnosis.verdict).to.equal('diverged');
  });

  it('leaves no tensor, even if a callback throws', async () => {
    const { model, train: data } = twoMoons({ count: 64 });
    await train(model, data, { steps: 1, ...quiet });
    const before = tf.memory().numTensors;
    const options = { steps: 4, ...quiet, monitor: { every: 1, show: false } };
    await train(model, data, options);
    expect(tf.memory().numTensors).to.equal(before);
    const onStep = (): never => {
      throw new Error('stopped');
    };
    await expectRejection(train(model, data, { ...options, onStep }), Error, 'stopped');
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('refuses options that it does not know', async () => {
    const option = { evry: 3 } as object;
    await expectRejection(moons({ monitor: option }), TypeError, 'monitor: unknown option "evry"');
  });
});
