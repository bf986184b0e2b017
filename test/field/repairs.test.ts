import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';
import { chain } from './build.js';
import { causesOf } from './causes.js';
import { trainAndMeasure } from './confirm.js';
import { column, mapped, normalRows } from './data.js';
import type { Training } from './network.js';
import { isAt } from './places.js';
import { followRepairs } from './repairs.js';
import { explained } from './skill.js';

/** Makes a small regression that learns, with changes that break it. */
function regression(changes: Partial<Training> = {}, kernelInitializer: 'heNormal' | 'zeros' = 'heNormal'): Training {
  const x = normalRows(random(1), 128, 4);
  const y = column(Array.from({ length: 128 }, (_, row) => Math.sin(x.data[4 * row]) + x.data[4 * row + 1]));
  const model = chain(
    2,
    tfl.layers.dense({ units: 16, activation: 'relu', kernelInitializer, inputShape: [4], name: 'first' }),
    tfl.layers.dense({ units: 16, activation: 'relu', kernelInitializer, name: 'second' }),
    tfl.layers.dense({ units: 1, kernelInitializer: 'leCunNormal', name: 'last' }),
  );
  const rest = { loss: 'meanSquaredError', optimizer: 'sgd', learningRate: 0.02, batchSize: 32, steps: 200 } as const;
  return { model, x, y, ...rest, skill: explained(y.data), ...changes };
}

describe('following the repairs of a diagnosis', () => {
  before(() => useBackend('wasm'));

  it('changes nothing in a sound network', async () => {
    const training = regression();
    const { training: after, isChanged } = await followRepairs(training);
    expect(isChanged).to.equal(false);
    expect(after).to.equal(training);
  });

  it('applies repairs of the weights', async () => {
    const { training, found, isChanged } = await followRepairs(regression({}, 'zeros'));
    expect(found.findings[0].kind).to.equal('zeroWeights');
    expect(isChanged).to.equal(true);
    expect((await trainAndMeasure(training, 1)).skill).to.be.above(0.7);
  });

  it('takes the learning rate from the code of the repair', async () => {
    const { training, found } = await followRepairs(regression({ learningRate: 50 }));
    expect(causesOf(found.findings[0])).to.deep.equal(['learning-rate-high']);
    expect(training.learningRate).to.be.below(1);
    expect((await trainAndMeasure(training, 1)).skill).to.be.above(0.7);
  });

  it('distinguishes a learning rate that is too low from one that is too high', async () => {
    const { found } = await followRepairs(regression({ learningRate: 1e-9 }));
    expect(causesOf(found.findings[0])).to.deep.equal(['learning-rate-low']);
  });

  it('takes the inputs that the code of the repair has scaled', async () => {
    const broken = regression();
    const { training, found } = await followRepairs({ ...broken, x: mapped(broken.x, (value) => 300 * value) });
    expect(causesOf(found.findings[0])).to.deep.equal(['inputs-unscaled']);
    expect(Math.max(...training.x.data)).to.be.below(6);
    expect((await trainAndMeasure(training, 1)).skill).to.be.above(0.7);
  });

  it('measures the skill on all rows if the code of the repair leaves rows out', async () => {
    const broken = regression();
    const x = mapped(broken.x, (value, i) => (i === 21 ? Number.NaN : value));
    const { training, found } = await followRepairs({ ...broken, x });
    expect(causesOf(found.findings[0])).to.deep.equal(['bad-data']);
    expect(training.x.shape[0]).to.equal(127);
    expect((await trainAndMeasure(training, 1)).skill).to.be.above(0.7);
  });
});

describe('the place of a finding', () => {
  it('is that of the layer with weights, of its activation, or of the input', () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 3, inputShape: [2], name: 'first' }),
        tfl.layers.activation({ activation: 'relu', name: 'rectifier' }),
        tfl.layers.dense({ units: 3, name: 'second' }),
        tfl.layers.dense({ units: 1, name: 'last' }),
        tfl.layers.activation({ activation: 'sigmoid', name: 'squash' }),
      ],
    });
    const placesOf = (name: string): string[] =>
      ['input', 'hidden-1', 'hidden-2', 'hidden', 'output'].filter((place) => isAt(model, name, place));
    expect(placesOf(model.inputs[0].sourceLayer.name)).to.deep.equal(['input']);
    expect(placesOf('first')).to.deep.equal(['hidden-1', 'hidden']);
    expect(placesOf('rectifier')).to.deep.equal(['hidden-1', 'hidden']);
    expect(placesOf('second')).to.deep.equal(['hidden-2', 'hidden']);
    expect(placesOf('squash')).to.deep.equal(['output']);
    expect(isAt(model, 'second', null)).to.equal(true);
  });
});
