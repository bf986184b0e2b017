import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { seeds } from '../../../support/seeds.js';
import { drawn, normalRows, output, said } from '../cases/support.js';

const { dense, dropout, inputLayer } = tfl.layers;
const { x, label } = normalRows(1);
const options = { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: 0.003 } as const;

const penalized = (seed: number, kernelRegularizer: ReturnType<typeof tfl.regularizers.l2>, units = 32) =>
  drawn(
    seed,
    inputLayer({ inputShape: [8] }),
    dense({ units, activation: 'relu', kernelRegularizer, name: 'hidden' }),
    output(1, 'sigmoid'),
  );

const withDropout = (seed: number, rate: number, units = 32) =>
  drawn(
    seed,
    inputLayer({ inputShape: [8] }),
    dense({ units, activation: 'relu' }),
    dropout({ rate, name: 'dropout' }),
    output(1, 'sigmoid'),
  );

const judge = (model: tfl.LayersModel): string[] => said(diagnose(model, { x, y: label }, options));

// Trained for 600 steps of Adam at .003 in batches of 32, a network of two hidden layers reached an
// accuracy of 1 on 200 such samples with a number of .01, .92 with .03, .62 with .1 and .56 with
// .3; the more frequent class alone gives .56.
describe('penalty', () => {
  before(() => useBackend('wasm'));

  for (const l2 of [0.1, 0.3, 1, 10]) {
    it(`reports an L2 regularizer of ${l2}, which drives all weights to 0`, () => {
      for (const seed of seeds(3)) {
        const model = penalized(seed, tfl.regularizers.l2({ l2 }));
        const found = diagnose(model, { x, y: label }, options);
        expect(said(found)).to.deep.equal(['unhealthy', 'fault penalty hidden']);
        found.apply();
        expect(judge(model)).to.deep.equal(['healthy']);
        model.dispose();
      }
    });
  }

  it('has no objection to a usual regularizer, however wide the layer is', () => {
    for (const units of [16, 64, 256]) {
      for (const l2 of [0.0001, 0.01, 0.03]) {
        expect(judge(penalized(1, tfl.regularizers.l2({ l2 }), units)), `${units}, ${l2}`).to.deep.equal(['healthy']);
      }
      expect(judge(penalized(1, tfl.regularizers.l1({ l1: 0.0001 }), units))).to.deep.equal(['healthy']);
    }
  });

  it('keeps the regularizers of the model', () => {
    const model = penalized(1, tfl.regularizers.l2({ l2: 1 }));
    const penalties = (): number => model.getLayer('hidden').losses.length;
    expect(penalties()).to.equal(1);
    diagnose(model, { x, y: label }, options);
    expect(penalties()).to.equal(1);
    model.dispose();
  });
});

describe('dropout', () => {
  before(() => useBackend('wasm'));

  for (const rate of [0.9, 0.95, 0.98]) {
    it(`reports a rate of ${rate}, with which hardly anything is learned`, () => {
      for (const seed of seeds(3)) {
        const model = withDropout(seed, rate);
        const found = diagnose(model, { x, y: label }, options);
        expect(said(found).slice(0, 2), `${seed}`).to.deep.equal(['unhealthy', 'fault dropout dropout']);
        found.apply();
        expect(judge(model)).to.deep.equal(['healthy']);
        model.dispose();
      }
    });
  }

  it('reports the dropout of several layers together, with which hardly anything is learned', () => {
    const model = drawn(
      1,
      inputLayer({ inputShape: [8] }),
      ...[1, 2, 3, 4].flatMap((place) => [
        dense({ units: 16, activation: 'relu' }),
        dropout({ rate: 0.75, name: `dropout${place}` }),
      ]),
      output(1, 'sigmoid'),
    );
    const found = diagnose(model, { x, y: label }, options);
    expect(said(found).slice(0, 2)).to.deep.equal(['unhealthy', 'fault dropout dropout1']);
    expect(found.findings[0].why).to.match(/^Lower the rates of the 4 dropout layers/);
    found.apply();
    expect(judge(model)).to.deep.equal(['healthy']);
    model.dispose();
  });

  it('reports dropout of the output itself', () => {
    const model = drawn(
      1,
      inputLayer({ inputShape: [8] }),
      dense({ units: 32, activation: 'relu' }),
      output(1, 'sigmoid'),
      dropout({ rate: 0.3, name: 'last' }),
    );
    expect(judge(model).slice(0, 2)).to.deep.equal(['unhealthy', 'fault dropout last']);
    model.dispose();
  });

  it('has no objection to usual rates', () => {
    for (const rate of [0.1, 0.5, 0.7]) expect(judge(withDropout(1, rate, 64))).to.deep.equal(['healthy']);
  });
});
