import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, normal, random, toLayersInitializer, useBackend } from 'initlab';

describe('the diagnosis of a network that overflows', () => {
  before(() => useBackend('wasm'));

  const chain = (depth: number, units: number, activation: 'relu' | 'elu', std: number): tfl.LayersModel => {
    const model = tfl.sequential();
    for (let i = 0; i < depth; i++) {
      const kernelInitializer = toLayersInitializer(normal({ std }), i);
      const name = `hidden${i + 1}`;
      model.add(
        tfl.layers.dense({ units, activation, kernelInitializer, name, ...(i === 0 && { inputShape: [units] }) }),
      );
    }
    const kernelInitializer = toLayersInitializer(normal({ std: 0.1 }), depth);
    model.add(tfl.layers.dense({ units: 3, activation: 'softmax', kernelInitializer, name: 'output' }));
    return model;
  };
  const data = (units: number): { x: tf.Tensor; y: tf.Tensor } => ({
    x: tf.tensor2d(random(1).normal(new Float32Array(32 * units)), [32, units]),
    y: tf.oneHot(
      Array.from({ length: 32 }, (_, i) => i % 3),
      3,
    ),
  });

  it('names the scale of the first weights, and not the layers after the overflow, whose units are off', () => {
    for (const [depth, units, activation, std] of [
      [20, 12, 'relu', 1000],
      [16, 12, 'elu', 1000],
      // Here the expected signal leaves the range of double precision as well.
      [50, 12, 'relu', 1000],
    ] as const) {
      const { findings } = diagnose(chain(depth, units, activation, std), data(units));
      expect(findings[0], `${depth} layers`).to.include({
        kind: 'explodingForward',
        layer: 'hidden1',
        severity: 'fault',
      });
      expect(findings.map(({ kind }) => kind)).to.not.include('dead');
    }
  });

  it('reports weights that are not numbers, and nothing that would follow from them', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      for (const [layer, every] of [
        ['hidden2', 7],
        ['output', 1],
      ] as const) {
        const model = chain(3, 8, 'relu', 0.5);
        const [kernel, bias] = model.getLayer(layer).getWeights();
        const numbers = kernel.dataSync().map((weight, i) => (i % every === 0 ? value : weight));
        model.getLayer(layer).setWeights([tf.tensor(numbers, kernel.shape), bias]);
        const { findings } = diagnose(model, data(8));
        expect(findings.map(({ kind, layer }) => [kind, layer])).to.deep.equal([['nonFinite', layer]]);
        findings[0].repair.apply?.();
        expect(diagnose(model, data(8)).findings.map(({ kind }) => kind)).to.not.include('nonFinite');
      }
    }
  });
});
