import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { seeds } from '../../../support/seeds.js';
import { classesOf, drawn, normalRows, output, said } from '../cases/support.js';

const { dense, dropout, inputLayer } = tfl.layers;
const rows = normalRows(1);
const data = { x: rows.x, y: classesOf(rows, 3) };
const options = { loss: 'crossEntropy', optimizer: 'adam', learningRate: 0.003 } as const;

const softmax = (units: number, name: string) => dense({ units, activation: 'softmax', name });
const input = () => inputLayer({ inputShape: [8] });

describe('hiddenSoftmax', () => {
  before(() => useBackend('wasm'));

  const nets: Record<string, (seed: number) => tfl.LayersModel> = {
    'one hidden layer': (seed) => drawn(seed, input(), softmax(64, 'hidden'), output(3, 'softmax')),
    'two hidden layers': (seed) =>
      drawn(seed, input(), softmax(64, 'hidden'), softmax(32, 'second'), output(3, 'softmax')),
    'with dropout behind it': (seed) =>
      drawn(seed, input(), softmax(128, 'hidden'), dropout({ rate: 0.2 }), output(3, 'softmax')),
  };
  for (const [title, make] of Object.entries(nets)) {
    it(`reports a softmax in a hidden layer that hinders learning: ${title}`, () => {
      for (const seed of seeds(3)) {
        const model = make(seed);
        const found = diagnose(model, data, options);
        expect(said(found).slice(0, 2), `${seed}`).to.deep.equal(['unhealthy', 'fault hiddenActivation hidden']);
        found.apply();
        expect(diagnose(model, data, options).verdict, `${seed}`).to.equal('healthy');
        model.dispose();
      }
    });
  }

  it('has no objection to the softmax of an output', () => {
    const model = drawn(1, input(), dense({ units: 32, activation: 'relu' }), output(3, 'softmax'));
    expect(said(diagnose(model, data, options))).to.deep.equal(['healthy']);
    model.dispose();
  });
});
