import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Band, heNormal, initWeights, lecunNormal, orthogonal, predict, random, useBackend } from 'initlab';

describe('predict, for a model,', () => {
  before(() => useBackend('wasm'));

  it('covers a softmax of large logits: no number overflows, earlier layers keep their bands, and E s² tends to 1/classes', () => {
    const { layers } = tfl;
    const model = tfl.sequential({
      layers: [
        layers.dense({ units: 64, activation: 'relu', inputShape: [64] }),
        layers.dense({ units: 64, activation: 'relu' }),
        layers.dense({ units: 10, activation: 'softmax', name: 'output' }),
      ],
    });
    const withGain = (gain: number) =>
      predict(model, { batch: 8, init: (_layer, name) => (name === 'output' ? lecunNormal({ gain }) : heNormal()) });
    const usual = withGain(1);
    for (const gain of [7, 30, 1000]) {
      const sure = withGain(gain);
      expect(sure.slice(0, 3).map(({ preActivation }) => preActivation)).to.deep.equal(
        usual.slice(0, 3).map(({ preActivation }) => preActivation),
      );
      for (const { preActivation, activation, gradient } of sure)
        for (const band of [preActivation, activation, gradient])
          expect([band?.low, band?.median, band?.high].every(Number.isFinite), `gain ${gain}`).to.equal(true);
    }
    // The tolerance is 4 standard errors of P(own logit is the largest), a mean over 128 draws of
    // the others with standard deviation .09 each.
    expect(withGain(1000)[3].activation?.secondMoment).to.be.closeTo(1 / 10, 0.032);
    model.dispose();
  });

  it('accepts x in every form that trace accepts, and names an input whose numbers do not fit', () => {
    const numbers = random(3).normal(new Float32Array(8));
    const [first, second] = [tfl.input({ shape: [2], name: 'first' }), tfl.input({ shape: [2], name: 'second' })];
    const sum = tfl.layers.add().apply([first, second]) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: [first, second], outputs: sum });
    const x = tf.tensor(numbers, [4, 2]);
    const nested = x.arraySync() as number[][];
    const expected = predict(model, { x: [numbers, numbers] });
    expect(expected[0].activation?.secondMoment).to.be.closeTo(numbers.reduce((sum, v) => sum + v * v, 0) / 8, 1e-6);
    for (const value of [x, nested, [...numbers], { shape: [4, 2], data: numbers }]) {
      expect(predict(model, { x: [value, value] })).to.deep.equal(expected);
      expect(predict(model, { x: { second: value, first: value } })).to.deep.equal(expected);
    }
    expect(() => predict(model, { x: [numbers, numbers.subarray(1)] })).to.throw(
      RangeError,
      'x of input "second" has 7 numbers; it must have batch · 2, a row of that many for each sample',
    );
    expect(() => predict(model, { x: numbers })).to.throw(RangeError, 'x has 1 entries');
    expect(() => predict(model, { input: numbers } as never)).to.throw(TypeError, 'input');
    x.dispose();
    model.dispose();
  });

  it('predicts the signal for the weights as they are, even if their scale is wrong, or for a given rule', () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 64, inputShape: [64], activation: 'relu', useBias: false }),
        tfl.layers.dense({ units: 64, activation: 'relu', useBias: false }),
      ],
    });
    initWeights(model, { rule: () => heNormal({ gain: 3 * Math.SQRT2 }), seed: 1 });
    const wrong = predict(model);
    const right = predict(model, { init: () => heNormal() });
    expect(right[2].activation?.secondMoment).to.be.closeTo(1, 1e-9);
    expect(wrong[2].activation?.secondMoment).to.be.closeTo(81, 8);
    model.dispose();
  });

  it('recognizes orthogonal weights, and gives them the bands of orthogonal nets, up to the rounding of the weights', () => {
    const dense = () => tfl.layers.dense({ units: 32, inputShape: [32], activation: 'tanh', useBias: false });
    const model = tfl.sequential({ layers: [dense(), dense(), dense()] });
    initWeights(model, { rule: () => orthogonal(), seed: 1 });
    const [now, given, independent] = [{}, { init: () => orthogonal() }, { init: () => lecunNormal() }].map(
      (options) => predict(model, options)[3].activation as Band,
    );
    for (const key of ['low', 'median', 'high'] as const) expect(now[key]).to.be.closeTo(given[key], 1e-4 * given[key]);
    expect(now.high / now.low).to.be.below((independent.high / independent.low) ** 0.8);
    model.dispose();
  });

  it('gives the reason if theory does not cover a layer, and continues from known second moments', () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.simpleRNN({ units: 8, inputShape: [5, 4], name: 'rnn', recurrentInitializer: 'glorotNormal' }),
        tfl.layers.dense({ units: 16, activation: 'relu', name: 'dense' }),
      ],
    });
    const [, rnn, dense] = predict(model);
    expect(rnn.unknown).to.equal('theory does not know SimpleRNN');
    expect(dense.unknown).to.equal('it takes rnn, which is unknown');
    expect(dense.activation).to.equal(undefined);
    const [, , after] = predict(model, { known: { rnn: 0.3 }, init: () => heNormal() });
    expect(after.activation?.secondMoment).to.be.closeTo(0.3, 1e-9);
    expect(after.gradient?.secondMoment).to.be.closeTo(0.5, 1e-9);
    model.dispose();
  });

  it('refuses a third argument, and shows the right call', () => {
    const model = tfl.sequential({ layers: [tfl.layers.dense({ units: 2, inputShape: [2] })] });
    const untyped = predict as (...values: unknown[]) => unknown;
    expect(() => untyped(model, { x: [[1, 2]] }, { training: true })).to.throw(
      TypeError,
      'predict(model, { x, training: true })',
    );
    model.dispose();
  });

  it('makes no prediction for weights whose mean is not 0, such as constant weights', () => {
    const model = tfl.sequential({
      layers: [tfl.layers.dense({ units: 8, inputShape: [8], kernelInitializer: 'ones', name: 'same' })],
    });
    expect(predict(model)[1].unknown).to.equal('its weights have mean 1.0, theory needs 0');
    model.dispose();
  });
});
