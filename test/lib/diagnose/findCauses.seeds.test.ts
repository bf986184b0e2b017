import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Diagnosis, diagnose, initWeights, random, useBackend } from 'initlab';
import { glorot, he, line, normalOf, type Part, small, table, uniformOf } from '../../faults/small.js';
import { seeds } from '../../support/seeds.js';

const SEEDS = seeds(3);

const relu = (units: number, init = glorot): Part => ({ units, activation: 'relu', init });
const isPositive = ([a, b]: Float32Array): number => (a + b > 0 ? 1 : 0);
const sum = ([a, b]: Float32Array): number => a + b;

function said({ findings }: Diagnosis): string[] {
  return findings.map(({ kind, severity, layer }) => `${kind} ${severity} ${layer}`);
}

describe('findCauses', () => {
  before(() => useBackend('wasm'));

  it('reports a wrong initialization and a wrong learning rate at once', () => {
    const parabola = line({ count: 50, from: 0, step: 0.1 }, (x) => 5 * x ** 2);
    for (const init of [normalOf(0.01), normalOf(0.003), normalOf(8), uniformOf(-0.02, 0.02)]) {
      for (const seed of SEEDS) {
        const model = small(1, [relu(50, init), relu(30, init), { units: 1, init }], seed);
        const found = diagnose(model, parabola, { optimizer: 'sgd', learningRate: 0.1 });
        const kinds = found.findings.filter(({ severity }) => severity === 'fault').map(({ kind }) => kind);
        expect(kinds, `${seed}`).to.include('learningRate');
        expect(kinds.join(), `${seed}`).to.match(/Forward/);
        model.dispose();
      }
    }
  });

  it('reports inputs that are off centre and weights that are too small at once', () => {
    for (const seed of SEEDS) {
      const init = normalOf(0.001);
      const model = small(6, [relu(32, init), relu(32, init), relu(32, init), { units: 1 }], seed);
      const { x, y } = table({ count: 64, inputs: 6, seed }, sum);
      const found = diagnose(model, { x: { ...x, data: x.data.map((value) => value + 5) }, y });
      expect(said(found).slice(0, 2)).to.have.members(['input fault dense1_input', 'vanishingForward fault dense1']);
      model.dispose();
    }
  });

  it('reports the worst layer first, and milder defaults in the layers before it as a second cause', () => {
    for (const [units, std] of [
      [64, 0.0005],
      [48, 0.0002],
      [96, 0.001],
    ]) {
      for (const seed of SEEDS) {
        const parts = [relu(units), relu(units), relu(units, normalOf(std)), { units: 1 }];
        const model = small(16, parts, seed);
        const rows = table({ count: 128, inputs: 16, seed }, sum);
        const found = diagnose(model, rows);
        expect(said(found), `${units}, ${seed}`).to.deep.equal([
          'vanishingForward fault dense3',
          'wrongGain note dense1',
        ]);
        found.apply();
        expect(diagnose(model, rows).verdict).to.equal('healthy');
        model.dispose();
      }
    }
  });

  it('leaves no fault after the repairs of all rounds have been applied', () => {
    for (const seed of SEEDS) {
      const init = normalOf(0.01);
      const model = small(10, [relu(64, init), relu(64, init), relu(64, init), { units: 1 }], seed);
      const { x, y } = table({ count: 64, inputs: 10, seed }, sum);
      const far = { x, y: { ...y, data: y.data.map((value) => value + 40) } };
      const found = diagnose(model, far);
      const kinds = found.findings.filter(({ severity }) => severity === 'fault').map(({ kind }) => kind);
      expect(kinds).to.have.members(['vanishingForward', 'initialLoss']);
      found.apply();
      expect(diagnose(model, far).verdict).to.equal('healthy');
      model.dispose();
    }
  });

  it('says that a repair was tried without success, and does not apply it', () => {
    for (const seed of SEEDS) {
      const model = small(32, [relu(32, he), relu(32, he), { units: 1 }], seed);
      const rows = table({ count: 64, inputs: 32, seed }, sum);
      const [first] = model.layers;
      const [kernel] = first.getWeights();
      const direction = tf.tensor2d(random(seed).normal(new Float32Array(32)), [32, 1]);
      // A large singular value and biases that differ are what training leaves behind.
      const trained = tf.mul(tf.add(kernel, tf.mul(0.3, tf.matMul(direction, direction, false, true))), 300);
      first.setWeights([trained, tf.squeeze(direction)]);
      first.trainable = false;
      const found = diagnose(model, rows);
      expect(said(found)[0]).to.equal('explodingForward fault dense1');
      expect(found.findings[0].why).to.contain(
        'The repair was tried, but the same fault is found after it. The layer is frozen',
      );
      expect(found.findings[0].repair.apply).to.equal(undefined);
      const before = JSON.stringify([...first.getWeights()[0].dataSync()]);
      found.apply();
      expect(JSON.stringify([...first.getWeights()[0].dataSync()])).to.equal(before);
      model.dispose();
    }
  });

  it('reports that a layer is frozen before the fault of its weights, and repairs both', () => {
    for (const seed of SEEDS) {
      const model = small(32, [relu(32, normalOf(0.001)), relu(32, he), relu(32, he), { units: 1 }], seed);
      model.layers[0].trainable = false;
      const rows = table({ count: 64, inputs: 32, seed }, sum);
      const found = diagnose(model, rows);
      expect(said(found)).to.deep.equal(['frozen fault dense1', 'vanishingForward fault dense1']);
      found.apply();
      expect(diagnose(model, rows).verdict).to.equal('healthy');
      model.dispose();
    }
  });

  it('leaves the model unchanged', () => {
    const init = normalOf(0.01);
    const model = small(6, [relu(32, init), relu(32, init), relu(32, init), { units: 1 }], 1);
    const weights = (): string => JSON.stringify(model.getWeights().map((weight) => [...weight.dataSync()]));
    const [before, tensors] = [weights(), tf.memory().numTensors];
    diagnose(model, table({ count: 64, inputs: 6, seed: 1 }, sum), { optimizer: 'sgd', learningRate: 30 });
    expect(weights()).to.equal(before);
    expect(tf.memory().numTensors).to.equal(tensors);
    model.dispose();
  });

  it('finds nothing wrong with weights whose scale a later norm removes', () => {
    const { conv2d, maxPooling2d, batchNormalization, flatten, dense, leakyReLU } = tfl.layers;
    for (const seed of SEEDS) {
      const model = tfl.sequential({
        layers: [
          conv2d({ filters: 16, kernelSize: 3, activation: 'relu', inputShape: [12, 12, 3] }),
          maxPooling2d({ poolSize: 2 }),
          batchNormalization(),
          conv2d({ filters: 16, kernelSize: 3 }),
          leakyReLU({ alpha: 0.1 }),
          maxPooling2d({ poolSize: 2 }),
          batchNormalization(),
          flatten(),
          dense({ units: 1, activation: 'sigmoid' }),
        ],
      });
      initWeights(model, { seed });
      for (const layer of model.layers.filter((candidate) => candidate.getClassName() === 'Conv2D')) {
        layer.weights[0].write(tf.mul(layer.weights[0].read(), 4));
      }
      const x = { shape: [32, 12, 12, 3], data: random(seed).normal(new Float32Array(32 * 432)) };
      const y = { shape: [32, 1], data: Float32Array.from({ length: 32 }, (_, i) => i % 2) };
      expect(said(diagnose(model, { x, y }, { loss: 'binaryCrossEntropy' }))).to.deep.equal([]);
      model.dispose();
    }
  });

  it('finds nothing wrong with a healthy network and a suitable learning rate', () => {
    for (const seed of SEEDS) {
      const model = small(10, [relu(32, he), relu(32, he), { units: 1, activation: 'sigmoid' }], seed);
      const rows = table({ count: 128, inputs: 10, seed }, isPositive);
      const options = { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: 0.003 } as const;
      expect(said(diagnose(model, rows, options))).to.deep.equal([]);
      model.dispose();
    }
  });
});
