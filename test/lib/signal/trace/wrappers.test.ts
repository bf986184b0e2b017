import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { lsuv, type TracedLayer, trace, useBackend } from 'initlab';
import { layers, normals, seeded } from './models.js';

const { dense, timeDistributed } = layers;

/** Multiplies its input by 2, applies its activation, and adds 1. */
class Middle extends layers.Layer {
  static readonly className = 'Middle';
  readonly activation = { apply: (z: tf.Tensor) => tf.tanh(z), getClassName: () => 'tanh' };

  override computeOutputShape(shape: tfl.Shape): tfl.Shape {
    return shape;
  }

  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.add(this.activation.apply(tf.mul([inputs].flat()[0], 2)), 1);
  }
}

describe('trace of a TimeDistributed layer', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  const [samples, steps, inputs, units] = [4, 5, 2, 3];
  const x = () => normals([samples, steps, inputs]);
  const y = () => normals([samples, steps, units], 2);
  const inner = (activation: 'relu' | 'tanh' | 'softmax' | 'linear') => dense({ units, activation, name: 'inner' });

  /** The traced layer of a model of one layer, with the same weights for any such layer. */
  function traced(layer: tfl.layers.Layer, given: tf.Tensor, targets?: tf.Tensor): TracedLayer {
    const model = seeded(tfl.sequential({ layers: [layer] }));
    const data = { x: given, ...(targets && { y: targets }) };
    return trace(model, data, targets ? { loss: 'meanSquaredError' } : {}).layers[1];
  }

  for (const activation of ['relu', 'tanh', 'softmax', 'linear'] as const)
    it(`gives the same signals for a Dense with ${activation} as on the reshaped input`, () => {
      const repeated = traced(timeDistributed({ layer: inner(activation), inputShape: [steps, inputs] }), x(), y());
      const flat = dense({ units, activation, name: 'inner', inputShape: [inputs] });
      const bare = traced(flat, tf.reshape(x(), [-1, inputs]), tf.reshape(y(), [-1, units]));
      expect(repeated.activationFunction).to.equal(activation);
      expect(repeated.shape).to.deep.equal([steps, units]);
      const names = ['gradient', 'activationGradient', 'lossGradient', 'activationLossGradient'] as const;
      for (const name of names) expectSame(repeated[name]?.secondMoment, bare[name]?.secondMoment, name);
      for (const name of ['preActivation', 'activation'] as const) {
        const [found, expected] = [repeated[name], bare[name]];
        expectSame(found?.mean, expected?.mean, `mean of ${name}`);
        expectSame(found?.variance, expected?.variance, `variance of ${name}`);
        expectSame(found?.secondMoment, expected?.secondMoment, `secondMoment of ${name}`);
        expect(found?.quantiles, name).to.deep.equal(expected?.quantiles);
      }
      expect(repeated.offFraction).to.equal(bare.offFraction);
      expect(repeated.deadFraction).to.equal(bare.deadFraction);
      expect(repeated.saturatedFraction).to.equal(bare.saturatedFraction);
      const gradientOf = ({ weights }: TracedLayer) => weights.map(({ gradientSecondMoment }) => gradientSecondMoment);
      gradientOf(repeated).forEach((value, i) => {
        expect(value).to.be.closeTo(gradientOf(bare)[i] as number, 1e-5 * (value as number));
      });
    });

  it('shows the signals of a layer in two wrappers', () => {
    const twice = timeDistributed({ layer: timeDistributed({ layer: inner('tanh') }), inputShape: [2, 2, inputs] });
    const given = normals([samples, 2, 2, inputs]);
    const bare = traced(dense({ units, activation: 'tanh', inputShape: [inputs] }), tf.reshape(given, [-1, inputs]));
    expectSame(traced(twice, given).preActivation?.secondMoment, bare.preActivation?.secondMoment, 'pre-activation');
  });

  it('leaves the model unchanged', () => {
    const layer = timeDistributed({ layer: inner('tanh'), inputShape: [steps, inputs] });
    const model = seeded(tfl.sequential({ layers: [layer] }));
    const before = (model.predict(x()) as tf.Tensor).dataSync();
    trace(model, { x: x() });
    expect((model.predict(x()) as tf.Tensor).dataSync()).to.deep.equal(before);
  });

  it('shows no pre-activation of a layer inside that may do more than activate', () => {
    const rnn = { units, recurrentInitializer: 'zeros' } as const;
    for (const hidden of [
      timeDistributed({ layer: layers.simpleRNN(rnn), inputShape: [3, steps, inputs] }),
      timeDistributed({ layer: new Middle({}), inputShape: [3, steps, inputs] }),
      layers.rnn({ cell: layers.simpleRNNCell(rnn), inputShape: [steps, inputs] }) as tfl.layers.Layer,
    ]) {
      const given = normals([samples, ...(hidden.getClassName() === 'RNN' ? [] : [3]), steps, inputs]);
      const model = seeded(tfl.sequential({ layers: [hidden] }));
      const expected = (model.predict(given) as tf.Tensor).dataSync<'float32'>();
      const [, found] = trace(model, { x: given }).layers;
      expect(found.preActivation, hidden.getClassName()).to.equal(undefined);
      const square = expected.reduce((sum, value) => sum + value ** 2, 0) / expected.length;
      expect(found.activation.secondMoment).to.be.closeTo(square, 1e-6 * square);
    }
  });

  it('lets lsuv scale the layer inside to variance 1', () => {
    const layer = timeDistributed({ layer: inner('relu'), inputShape: [steps, inputs] });
    const model = seeded(tfl.sequential({ layers: [layer, dense({ units: 1 })] }));
    const { rows } = lsuv(model, { x: normals([50, steps, inputs]) });
    expect(rows.map(({ reached }) => reached)).to.deep.equal([true, true]);
  });
});

/** Expects two sums of the same numbers in double precision, in different orders. */
function expectSame(found: number | undefined, expected: number | undefined, what: string): void {
  expect(found, what).to.be.closeTo(expected as number, 1e-12);
}

describe('trace of a Bidirectional layer', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('shows the steps of both directions, as those of two layers that read the sequence and its reverse', () => {
    const [steps, inputs, units] = [4, 2, 3];
    const rnn = (name: string) =>
      layers.lstm({ units, name, returnSequences: true, inputShape: [steps, inputs], recurrentInitializer: 'zeros' });
    const both = tfl.sequential({
      layers: [layers.bidirectional({ layer: rnn('a'), mergeMode: 'concat', inputShape: [steps, inputs] } as never)],
    });
    const x = normals([5, steps, inputs]);
    seeded(both);
    const { steps: forward, reverseSteps: reverse } = trace(both, { x, y: normals([5, steps, 2 * units], 2) })
      .layers[1];
    const weights = both.getWeights();
    const half = weights.length / 2;
    for (const [found, own, given] of [
      [forward, weights.slice(0, half), x],
      [reverse, weights.slice(half), tf.reverse(x, 1)],
    ] as const) {
      const alone = tfl.sequential({ layers: [rnn('alone')] });
      alone.setWeights(own);
      const expected = trace(alone, { x: given }).layers[1].steps?.secondMoment as number[];
      expect(found?.secondMoment.length).to.equal(steps);
      found?.secondMoment.forEach((value, step) => {
        expect(value).to.be.closeTo(expected[step], 1e-6);
      });
      expect(found?.gradient?.every((value) => value > 0)).to.equal(true);
      expect(found?.lossGradient?.every((value) => value > 0)).to.equal(true);
    }
  });
});
