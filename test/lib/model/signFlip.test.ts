import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, signFlip, useBackend } from 'initlab';
import { leaked, normals, on, outputsOf, residualNet, valuesOf } from './support.js';

const { dense, add, reLU, conv2d, flatten } = tfl.layers;

describe('signFlip', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  function narrow(depth: number, width: number): tfl.LayersModel {
    const layers = Array.from({ length: depth }, (_, i) =>
      dense({ units: width, activation: 'relu', inputShape: [width], name: `layer${i}` }),
    );
    return tfl.sequential({ layers: [...layers, dense({ units: 1, name: 'output' })] });
  }

  /** Computes the share of samples for which any unit of the layer is on. */
  function alive(model: tfl.LayersModel, name: string, x: tf.Tensor): number {
    return tf.tidy(() => {
      const [a] = outputsOf(model, [name], x);
      return tf.mean(tf.cast(tf.any(tf.greater(a, 0), 1), 'float32')).dataSync()[0];
    });
  }

  it('keeps at least half of the living samples alive in every layer of nets in which He loses them all', () => {
    const [depth, seeds] = [20, 12];
    const model = narrow(depth, 2);
    const x = normals(1, [512, 2]);
    let deadBefore = 0;
    for (let seed = 0; seed < seeds; seed++) {
      initWeights(model, { seed });
      if (alive(model, `layer${depth - 1}`, x) === 0) deadBefore++;
      const { rows } = signFlip(model, { x });
      expect(rows).to.have.length(depth);
      expect(rows[depth - 1].alive).to.be.above(0);
      expect(rows[depth - 1].alive).to.equal(alive(model, `layer${depth - 1}`, x));
      expect(rows.every((row, k) => row.alive >= (rows[k - 1]?.alive ?? 1) / 2)).to.equal(true);
    }
    // Each net dies with probability 1 − (1 − 2^−2)^20 = .997 for one sample (Lu et al. 2020), and
    // somewhat less often for all samples.
    expect(deadBefore).to.be.at.least(seeds / 2);
  });

  it('only flips the signs of whole layers, including their biases, and changes nothing in a second run', () => {
    const model = narrow(12, 3);
    initWeights(model, { seed: 4 });
    const before = valuesOf(model);
    const x = normals(1, [256, 3]);
    const flipped = signFlip(model, { x }).rows.filter((row) => row.flipped);
    expect(flipped.length).to.be.above(0);
    const after = valuesOf(model);
    for (const [name, values] of Object.entries(before)) {
      const sign = flipped.some(({ layer }) => name.startsWith(`${layer}/`)) ? -1 : 1;
      expect(after[name], name).to.deep.equal(values.map((w) => sign * w));
    }
    expect(signFlip(model, { x }).rows.some((row) => row.flipped)).to.equal(false);
    for (const { killed } of signFlip(model, { x }).rows) expect(killed).to.be.at.most(0.5);
  });

  it('flips a convolution that kills all samples, even if its ReLU is a separate layer', () => {
    const model = tfl.sequential({
      layers: [
        conv2d({ filters: 2, kernelSize: 3, inputShape: [5, 5, 1], name: 'conv' }),
        reLU(),
        flatten(),
        dense({ units: 1 }),
      ],
    });
    model.getLayer('conv').setWeights([tf.fill([3, 3, 1, 2], -1), tf.fill([2], -1)]);
    const { rows } = signFlip(model, { x: tf.ones([4, 5, 5, 1]) });
    expect(rows).to.deep.equal([{ layer: 'conv', killed: 1, flipped: true, alive: 1 }]);
    expect(Array.from(model.getLayer('conv').weights[1].read().dataSync())).to.deep.equal([1, 1]);
  });

  it('counts a sample as alive after a sum if the shortcut carries it, and reports frozen layers', () => {
    const x = tfl.input({ shape: [2] });
    const off = { units: 2, activation: 'relu', kernelInitializer: 'zeros', trainable: false } as const;
    const sum = on(add(), [x, on(dense({ ...off, name: 'off' }), x)]);
    const next = on(dense({ units: 2, activation: 'relu', name: 'next' }), sum);
    const { rows } = signFlip(tfl.model({ inputs: x, outputs: next }), { x: normals(1, [64, 2]) });
    expect(rows[0]).to.deep.equal({
      layer: 'off',
      killed: 1,
      flipped: false,
      alive: 0,
      note: 'left unchanged: frozen',
    });
    expect(rows[1].alive).to.be.at.least(0.5);
  });

  it('judges a shared layer by its first call', () => {
    const x = tfl.input({ shape: [2] });
    const shared = dense({ units: 2, activation: 'relu', name: 'shared' });
    const model = tfl.model({ inputs: x, outputs: on(shared, on(shared, x)) });
    expect(signFlip(model, { x: normals(1, [64, 2]) }).rows.map(({ note }) => note)).to.deep.equal([
      'shared: called 2 times, decided at the first',
    ]);
  });

  it('skips layers whose units cannot die, leaves no tensors, and refuses an invalid batch', () => {
    const model = residualNet(2, 4);
    const x = normals(1, [16, 4]);
    expect(signFlip(model, { x }).rows.map(({ layer }) => layer)).to.deep.equal(['first0', 'first1']);
    expect(leaked(() => signFlip(model, { x }))).to.equal(0);
    expect(() => signFlip(model, { x: [[1, 2]] })).to.throw(RangeError, 'shape');
  });
});
