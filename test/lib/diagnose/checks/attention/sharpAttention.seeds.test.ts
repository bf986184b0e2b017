import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, initWeights, type LayerRule, lecunNormal, normal, random, useBackend } from 'initlab';
import { seeds } from '../../../../support/seeds.js';

const { layers } = tfl;
const SEEDS = seeds(3);
const [SAMPLES, LENGTH, COLUMNS, CLASSES] = [24, 8, 8, 4];
const options = { loss: 'crossEntropy' } as const;

/** Attention in a custom layer, without weights. */
class OwnAttention extends tfl.layers.Layer {
  static readonly className = 'OwnAttention';
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const [q, k, v] = inputs as tf.Tensor[];
    return tf.tidy(() => tf.matMul(tf.softmax(tf.matMul(q, k, false, true)), v));
  }
  override computeOutputShape(shapes: tfl.Shape | tfl.Shape[]): tfl.Shape {
    return (shapes as tfl.Shape[])[2];
  }
}

const apply = (layer: tfl.layers.Layer, x: tfl.SymbolicTensor | tfl.SymbolicTensor[]) =>
  layer.apply(x) as tfl.SymbolicTensor;

type Form = 'layers of tfjs' | 'a layer of its own';

/** Builds attention without a division by √width, a mean over the positions, and an output. */
function attention(form: Form, width: number): tfl.LayersModel {
  const x = tfl.input({ shape: [LENGTH, COLUMNS], name: 'x' });
  const [q, k, v] = ['queries', 'keys', 'values'].map((name) => apply(layers.dense({ units: width, name }), x));
  const weights = (): tfl.SymbolicTensor =>
    apply(
      layers.activation({ activation: 'softmax', name: 'weights' }),
      apply(layers.dot({ axes: [2, 2], name: 'scores' }), [q, k]),
    );
  const mixed =
    form === 'layers of tfjs'
      ? apply(layers.dot({ axes: [2, 1], name: 'mix' }), [weights(), v])
      : apply(new OwnAttention({ name: 'attend' }), [q, k, v]);
  const pooled = apply(layers.globalAveragePooling1d({ name: 'pool' }), mixed);
  return tfl.model({
    inputs: x,
    outputs: apply(layers.dense({ units: CLASSES, activation: 'softmax', name: 'output' }), pooled),
  });
}

/** Sequences whose class is decided by the mean of their positions. */
function sequences(seed: number) {
  const stream = random(seed);
  const x = stream.split(0).normal(new Float32Array(SAMPLES * LENGTH * COLUMNS));
  const teacher = stream.split(1).normal(new Float32Array(COLUMNS * CLASSES));
  const y = Float32Array.from({ length: SAMPLES }, (_, row) => {
    const scores = new Float64Array(CLASSES);
    for (let i = 0; i < LENGTH * COLUMNS; i++)
      for (let c = 0; c < CLASSES; c++)
        scores[c] += x[row * LENGTH * COLUMNS + i] * teacher[(i % COLUMNS) * CLASSES + c];
    return scores.indexOf(Math.max(...scores));
  });
  return { x: { shape: [SAMPLES, LENGTH, COLUMNS], data: x }, y };
}

const made = (form: Form, width: number, seed: number, rule: LayerRule): tfl.LayersModel => {
  const model = attention(form, width);
  initWeights(model, { rule, seed });
  return model;
};

/** Weights of gain 1, with another initializer for queries and keys. */
const withScores =
  (initializer: ReturnType<typeof normal>): LayerRule =>
  ({ name }) =>
    ['queries', 'keys'].includes(name) ? initializer : lecunNormal();

describe('the sharpAttention check', () => {
  before(() => useBackend('wasm'));

  for (const [form, layer] of [
    ['layers of tfjs', 'scores'],
    ['a layer of its own', 'attend'],
  ] as const)
    it(`finds logits that are so large that each query sees one position: ${form}`, () => {
      for (const seed of SEEDS) {
        const model = made(form, 1024, seed, () => lecunNormal());
        const data = sequences(seed);
        const [first] = diagnose(model, data, options).findings;
        expect([first.kind, first.severity, first.layer]).to.deep.equal(['saturated', 'fault', layer]);
        expect(first.observed).to.be.within(20, 45);
        first.repair.apply?.();
        const after = seed === 1 ? diagnose(model, data, options).findings.map(({ kind }) => kind) : [];
        expect(after).to.not.include('saturated');
        model.dispose();
      }
    });

  it('measures the standard deviation of the logits without masked positions', () => {
    const model = made('layers of tfjs', 1024, 1, () => lecunNormal());
    const data = sequences(1);
    const [{ observed, why }] = diagnose(model, data, options).findings;
    const scores = tfl.model({ inputs: model.inputs, outputs: model.getLayer('scores').output as tfl.SymbolicTensor });
    const spread = tf.tidy(() => {
      const { variance } = tf.moments(
        scores.predict(tf.tensor(data.x.data, [SAMPLES, LENGTH, COLUMNS])) as tf.Tensor,
        -1,
      );
      return Math.sqrt(tf.mean(variance).dataSync()[0]);
    });
    expect(observed).to.be.closeTo(spread, 1e-3 * spread);
    expect(why).to.contain('√1024');
    model.dispose();
  });

  for (const [title, width, initializer] of [
    ['queries and keys that are smaller by the fourth root of the width', 64, lecunNormal({ gain: 64 ** -0.25 })],
    ['queries and keys so small that all weights are equal', 32, normal({ std: 0.02 })],
  ] as const)
    for (const form of ['layers of tfjs', 'a layer of its own'] as const)
      it(`accepts ${title}: ${form}`, () => {
        for (const seed of SEEDS) {
          const model = made(form, width, seed, withScores(initializer));
          const { verdict, findings } = diagnose(model, sequences(seed), options);
          expect([verdict, ...findings.map(({ why }) => why)]).to.deep.equal(['healthy']);
          model.dispose();
        }
      });
});
