import { expect } from 'chai';
import { diagnose, trace, useBackend } from 'initlab';
import { network, output, said } from './support.js';

const ROWS = 60;
const x = { shape: [ROWS, 8], data: Float32Array.from({ length: ROWS * 8 }, (_, i) => Math.sin(i ** 2)) };
const targets = (columns: number, value: (i: number) => number) => ({
  shape: [ROWS, columns],
  data: Float32Array.from({ length: ROWS * columns }, (_, i) => value(i)),
});
const labels = (value: (i: number) => number) => ({
  shape: [ROWS],
  data: Int32Array.from({ length: ROWS }, (_, i) => value(i)),
});

describe('the diagnosis of targets that a loss refuses', () => {
  before(() => useBackend('wasm'));

  const cases = {
    'classes from 1 to 3 for three units': {
      units: 3,
      activation: 'softmax',
      loss: 'sparseCategoricalCrossentropy',
      y: labels((i) => 1 + (i % 3)),
      says: 'Subtract 1 from the class numbers',
      code: 'y = tf.sub(y, 1)',
    },
    'four classes for three units': {
      units: 3,
      activation: 'softmax',
      loss: 'crossEntropy',
      y: labels((i) => i % 4),
      says: 'Number the classes from 0 to 2, or give the output more units',
      code: 'tf.unique',
    },
    'labels −1 and 1 for a sigmoid': {
      units: 1,
      activation: 'sigmoid',
      loss: 'binaryCrossentropy',
      y: targets(1, (i) => 2 * (i % 2) - 1),
      says: 'Turn the labels −1 and 1 into 0 and 1',
      code: 'y = tf.div(tf.add(y, 1), 2)',
    },
    'numbers for a binary cross entropy': {
      units: 1,
      activation: 'sigmoid',
      loss: 'binaryCrossentropy',
      y: targets(1, (i) => i / 3),
      says: 'Use a loss for numbers and a linear output',
      code: 'meanSquaredError',
    },
    'several labels at once for a softmax': {
      units: 3,
      activation: 'softmax',
      loss: 'categoricalCrossentropy',
      y: targets(3, (i) => ((i * 7) % 5) % 2),
      says: 'Use a sigmoid for each label',
      code: 'binaryCrossentropy',
    },
  } as const;

  for (const [title, { units, activation, loss, y, says, code }] of Object.entries(cases)) {
    it(`names the repair instead of throwing: ${title}`, () => {
      const model = network(1, [16], output(units, activation));
      expect(() => trace(model, { x, y }, { loss })).to.throw(RangeError);
      const found = diagnose(model, { x, y }, { loss });
      expect(said(found)).to.deep.equal(['unhealthy', 'fault targets output']);
      expect(found.findings[0].why).to.match(new RegExp(`^${says}`));
      expect(found.findings[0].repair.code).to.contain(code);
      expect(found.layers.length).to.be.above(0);
      model.dispose();
    });
  }

  it('reports a categorical cross entropy for a single unit', () => {
    const y = targets(1, (i) => i % 2);
    for (const [activation, kind] of [
      ['sigmoid', 'lossMismatch'],
      ['linear', 'lossMismatch'],
      ['softmax', 'constantOutput'],
    ]) {
      const model = network(1, [16], output(1, activation));
      const found = diagnose(model, { x, y }, { loss: 'categoricalCrossentropy' });
      expect(said(found)).to.deep.equal(['unhealthy', `fault ${kind} output`]);
      expect(found.findings[0].repair.code).to.contain("loss: 'binaryCrossentropy'");
      model.dispose();
    }
  });

  it('still throws for targets of a shape that does not fit', () => {
    const model = network(1, [16], output(3, 'softmax'));
    expect(() => diagnose(model, { x, y: targets(2, () => 0) }, { loss: 'categoricalCrossentropy' })).to.throw(
      RangeError,
      'shape',
    );
    model.dispose();
  });
});
