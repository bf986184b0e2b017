import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { constant, heNormal, initWeights, normal, revive, trace, useBackend, zeros } from 'initlab';
import { leaked, normals, on, outputsOf, valuesOf } from '../support.js';

const { dense, conv2d, reLU, flatten, batchNormalization } = tfl.layers;

describe('revive', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  /** Builds layers of all kinds, with ReLUs inside and after them. */
  function zoo(): tfl.LayersModel {
    const { depthwiseConv2d, separableConv2d, conv2dTranspose, dropout, maxPooling2d } = tfl.layers;
    const same = { kernelSize: 3, padding: 'same' } as const;
    return tfl.sequential({
      layers: [
        conv2d({ filters: 6, ...same, activation: 'relu', inputShape: [8, 8, 3], name: 'conv' }),
        depthwiseConv2d({ ...same, depthMultiplier: 2, activation: 'relu', name: 'depthwise' }),
        separableConv2d({ filters: 8, ...same, activation: 'relu', name: 'separable' }),
        conv2dTranspose({ filters: 5, kernelSize: 2, strides: 2, activation: 'relu', name: 'up' }),
        maxPooling2d({ poolSize: 2 }),
        flatten(),
        dense({ units: 12, name: 'straight' }),
        dropout({ rate: 0.5 }),
        reLU(),
        dense({ units: 7, activation: 'relu6', name: 'capped' }),
        dense({ units: 3, activation: 'softmax', name: 'output' }),
      ],
    });
  }
  const units: Record<string, number> = { conv: 6, depthwise: 12, separable: 8, up: 5, straight: 12, capped: 7 };

  /**
   * Gives all layers small weights and biases of .25, which keep all units alive, except every
   * second unit of the named layers.
   */
  function zooWithDead(...names: string[]): tfl.LayersModel {
    const model = zoo();
    const small = normal({ std: 0.003 });
    initWeights(model, {
      rule: () => ({ kernel: small, depthwise: small, pointwise: small, bias: constant(0.25) }),
      seed: 5,
    });
    for (const name of names) {
      const weights = model.getLayer(name).getWeights();
      const bias = Float32Array.from({ length: units[name] }, (_, unit) => (unit % 2 === 0 ? -1e4 : 0.25));
      model.getLayer(name).setWeights([...weights.slice(0, -1), tf.tensor1d(bias)]);
    }
    return model;
  }

  it('redraws the dead units of dense layers and convolutions of all kinds, and changes no bit of the other units', () => {
    const x = normals(1, [32, 8, 8, 3]);
    for (const name of Object.keys(units)) {
      const model = zooWithDead(name);
      const before = valuesOf(model);
      const { rows } = revive(model, { x });
      expect(rows.map(({ layer }) => layer)).to.deep.equal(Object.keys(units));
      const dead = Math.ceil(units[name] / 2);
      expect(rows.find(({ layer }) => layer === name)).to.deep.equal({
        layer: name,
        units: units[name],
        dead,
        revived: dead,
      });
      const after = valuesOf(model);
      for (const [weight, values] of Object.entries(after)) {
        const changed = values.filter((value, i) => !Object.is(value, before[weight][i])).length;
        const isOwn = weight.startsWith(`${name}/`) && weight !== 'separable/depthwise_kernel';
        expect(changed / values.length, weight).to.equal(isOwn ? dead / units[name] : 0);
      }
      const bias = after[`${name}/bias`];
      expect(bias).to.deep.equal(bias.map((_, unit) => (unit % 2 === 0 ? 0 : 0.25)));
      expect(revive(model, { x }).rows.every((row) => row.dead === 0)).to.equal(true);
      tf.disposeVariables();
    }
  });

  it('changes the outputs of dead units and no others', () => {
    const x = normals(1, [32, 8, 8, 3]);
    for (const name of Object.keys(units).filter((layer) => layer !== 'straight')) {
      const model = zooWithDead(name);
      const [before] = outputsOf(model, [name], x);
      revive(model, { x });
      const [after] = outputsOf(model, [name], x);
      const axes = before.shape.map((_, axis) => axis).slice(0, -1);
      const [wasOn, same, isOn] = [
        tf.any(tf.greater(before, 0), axes),
        tf.all(tf.equal(before, after), axes),
        tf.any(tf.greater(after, 0), axes),
      ].map((tensor) => Array.from(tensor.dataSync()));
      expect(wasOn, name).to.deep.equal(wasOn.map((_, unit) => unit % 2));
      expect(same, name).to.deep.equal(wasOn);
      expect(isOn, name).to.deep.equal(wasOn.map(() => 1));
      tf.disposeVariables();
    }
  });

  it('examines each layer after the layers before it have been revived', () => {
    const model = zoo();
    initWeights(model, { seed: 5 });
    for (const name of Object.keys(units)) {
      const weights = model.getLayer(name).getWeights();
      model.getLayer(name).setWeights([...weights.slice(0, -1), tf.fill([units[name]], -1e4)]);
    }
    const { rows } = revive(model, { x: normals(1, [32, 8, 8, 3]) });
    expect(rows.map(({ dead, revived }) => [dead, revived])).to.deep.equal(
      Object.values(units).map((count) => [count, count]),
    );
    const { layers } = trace(model, { x: normals(1, [32, 8, 8, 3]) });
    for (const { deadFraction } of layers) expect(deadFraction ?? 0).to.equal(0);
  });

  it('uses He weights unless a rule is given, the same for the same seed', () => {
    const model = tfl.sequential({ layers: [dense({ units: 400, activation: 'relu', inputShape: [100] })] });
    const drawn = (options?: Parameters<typeof revive>[2]): number[] => {
      model.layers[0].setWeights([tf.fill([100, 400], 9), tf.fill([400], -1e6)]);
      revive(model, { x: normals(1, [50, 100]) }, options);
      return Object.values(valuesOf(model))[0];
    };
    const rms = (values: number[]): number => Math.sqrt(values.reduce((sum, w) => sum + w * w, 0) / values.length);
    const first = drawn({ rule: () => ({ kernel: heNormal(), bias: zeros() }), seed: 3 });
    expect(rms(first)).to.be.closeTo(Math.sqrt(2 / 100), 0.002);
    // The default rule gives the output layer gain 1.
    expect(rms(drawn({ seed: 3 }))).to.be.closeTo(0.1, 0.002);
    expect(rms(drawn({ rule: () => ({ kernel: normal({ std: 3 }), bias: zeros() }) }))).to.be.closeTo(3, 0.05);
    expect(drawn({ seed: 3 })).to.deep.equal(drawn({ seed: 3 }));
    expect(drawn({ seed: 3 })).to.not.deep.equal(drawn({ seed: 4 }));
  });

  it('redraws units until they live, and reports the units that are off at the end', () => {
    const model = tfl.sequential({ layers: [dense({ units: 64, activation: 'relu', inputShape: [3], name: 'unit' })] });
    // With one sample, half of the units are off after each draw.
    const off = [0, 1, 2, 6].map((attempts) => {
      model.layers[0].setWeights([tf.zeros([3, 64]), tf.fill([64], -1)]);
      if (attempts === 0) return 64;
      const [{ dead, revived, note }] = revive(model, { x: [[1, 2, 3]] }, { maxAttempts: attempts }).rows;
      expect(dead).to.equal(64);
      const still = 64 - (revived ?? 0);
      expect(note).to.equal(still === 0 ? undefined : `${still} off after ${attempts} draws`);
      return still;
    });
    expect(off[1]).to.be.within(20, 44);
    expect(off[2]).to.be.within(6, 26);
    expect(off[3]).to.be.at.most(5);
    model.layers[0].setWeights([tf.zeros([3, 64]), tf.fill([64], -1)]);
    expect(revive(model, { x: [[0, 0, 0]] }).rows[0].note).to.equal('64 off after 10 draws');
  });

  it('leaves living units unchanged under a constraint, and applies the constraint to the redrawn ones', () => {
    const kernelConstraint = tfl.constraints.maxNorm({ maxValue: 0.5 });
    const layer = dense({ units: 4, activation: 'relu', inputShape: [5], kernelConstraint });
    const model = tfl.sequential({ layers: [layer] });
    model.layers[0].setWeights([tf.fill([5, 4], 3), tf.tensor1d([-100, 0, -100, 0])]);
    const before = Object.values(valuesOf(model))[0];
    revive(model, { x: normals(1, [50, 5]) }, { rule: () => ({ kernel: normal({ std: 2 }), bias: zeros() }) });
    const after = Object.values(valuesOf(model))[0];
    for (let unit = 0; unit < 4; unit++) {
      const column = (values: number[]): number[] => values.filter((_, i) => i % 4 === unit);
      if (unit % 2 === 1) expect(column(after)).to.deep.equal(column(before));
      else expect(Math.hypot(...column(after))).to.be.closeTo(0.5, 1e-3);
    }
  });

  it('leaves shared and frozen layers unchanged, and layers whose output is read by more than a ReLU, and says so', () => {
    const x = tfl.input({ shape: [4] });
    const low = { units: 4, biasInitializer: tfl.initializers.constant({ value: -1e3 }) };
    const shared = dense({ ...low, activation: 'relu', name: 'shared' });
    const frozen = dense({ ...low, activation: 'relu', trainable: false, name: 'frozen' });
    const normalized = on(dense({ ...low, name: 'normalized' }), on(frozen, on(shared, on(shared, x))));
    const summed = on(dense({ ...low, name: 'summed' }), on(reLU(), on(batchNormalization(), normalized)));
    const sum = on(tfl.layers.add(), [summed, on(reLU(), summed)]);
    const leaky = on(tfl.layers.leakyReLU(), on(dense({ ...low, name: 'leaky' }), sum));
    const model = tfl.model({ inputs: x, outputs: on(dense({ units: 1, name: 'output' }), leaky) });
    const before = valuesOf(model);
    const readElsewhere = 'left unchanged: something other than its activation reads its output';
    expect(revive(model, { x: normals(1, [20, 4]) }).rows).to.deep.equal([
      { layer: 'shared', note: 'left unchanged: called 2 times' },
      { layer: 'frozen', units: 4, dead: 4, revived: 0, note: 'left unchanged: frozen' },
      { layer: 'normalized', note: readElsewhere },
      { layer: 'summed', note: readElsewhere },
    ]);
    expect(valuesOf(model)).to.deep.equal(before);
  });

  it('refuses invalid arguments before it changes anything', () => {
    const model = zooWithDead(...Object.keys(units));
    const before = valuesOf(model);
    const x = normals(1, [4, 8, 8, 3]);
    expect(() => revive(model, { x: normals(1, [4, 3]) })).to.throw(RangeError, 'shape');
    expect(() => revive(model, { x }, { maxAttempts: 0 })).to.throw(RangeError, 'maxAttempts is 0');
    expect(() => revive(model, { x }, { seed: -1 })).to.throw(RangeError, 'seed');
    expect(() => revive(model, { x }, { attempts: 1 } as never)).to.throw(TypeError, 'unknown option');
    expect(() => revive(model, { x }, { rule: 'he' as never })).to.throw(TypeError, 'rule is "he"');
    const late = (): Float32Array => new Float32Array(1);
    expect(() =>
      revive(model, { x }, { rule: ({ name }) => (name === 'capped' ? late : { kernel: heNormal(), bias: zeros() }) }),
    ).to.throw(TypeError, 'capped');
    expect(valuesOf(model)).to.deep.equal(before);
  });

  it('leaves no tensors behind, and gives the same result on the cpu backend', async () => {
    const x = normals(1, [8, 8, 8, 3]);
    const run = (): Record<string, number[]> => {
      tf.disposeVariables();
      const model = zooWithDead(...Object.keys(units));
      expect(leaked(() => revive(model, { x }))).to.equal(0);
      return valuesOf(model);
    };
    const onWasm = run();
    await useBackend('cpu');
    expect(run()).to.deep.equal(onWasm);
    await useBackend('wasm');
  });
});
