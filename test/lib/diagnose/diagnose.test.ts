import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  type Diagnosis,
  diagnose,
  heNormal,
  initWeights,
  lecunNormal,
  random,
  train,
  useBackend,
  zeros,
} from 'initlab';
import { data } from '../../faults/case.js';
import { faultyCase } from '../../faults/faults.js';
import { mlp, ruled, single } from '../../faults/networks.js';
import { dataOf, optionsOf } from '../../faults/score.js';

/** A user's layer: a dense layer that the library does not know. */
class OwnDense extends tfl.layers.Layer {
  static readonly className = 'OwnDense';
  override build([, columns]: number[]): void {
    this.addWeight('table', [columns, 4], 'float32', tfl.initializers.glorotNormal({ seed: 1 }));
    super.build([null as never, columns]);
  }
  override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
    return tf.matMul([x].flat()[0], this.weights[0].read());
  }
  override computeOutputShape([batch]: number[]): number[] {
    return [batch, 4];
  }
}

describe('diagnose', () => {
  before(() => useBackend('wasm'));

  for (const kind of ['lstm', 'gru'] as const) {
    it(`finds nothing wrong with a healthy Bidirectional ${kind}`, () => {
      const inner = tfl.layers[kind]({ units: 16 }) as never;
      const model = tfl.sequential({
        layers: [
          tfl.layers.bidirectional({ layer: inner, mergeMode: 'concat', inputShape: [10, 4] }),
          tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
        ],
      });
      initWeights(model, { seed: 1 });
      const x = tf.tensor(random(1).normal(new Float32Array(64 * 40)), [64, 10, 4]);
      const y = Array.from({ length: 64 }, (_, i) => i % 2);
      const { verdict, findings } = diagnose(model, { x, y });
      expect({ verdict, findings }).to.deep.equal({ verdict: 'healthy', findings: [] });
    });
  }

  it('only notes small weights whose scale a normalization removes after a ReLU', () => {
    const normal = (stddev: number, seed: number) => tfl.initializers.randomNormal({ stddev, seed });
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({
          units: 64,
          inputShape: [8],
          activation: 'relu',
          name: 'first',
          kernelInitializer: normal(0.02, 1),
        }),
        tfl.layers.dense({ units: 64, useBias: false, kernelInitializer: normal(0.18, 2) }),
        tfl.layers.batchNormalization(),
        tfl.layers.reLU(),
        tfl.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: normal(0.12, 3) }),
      ],
    });
    const x = tf.tensor(random(1).normal(new Float32Array(64 * 8)), [64, 8]);
    const y = Array.from({ length: 64 }, (_, i) => i % 2);
    const { verdict, findings } = diagnose(model, { x, y });
    const found = findings.map(({ kind, severity, layer }) => `${kind} ${severity} ${layer}`);
    expect({ verdict, found }).to.deep.equal({ verdict: 'healthy', found: ['hiddenByNormalization note first'] });
  });

  it('leaves the model and the number of tensors unchanged, and reports the same in a second run', () => {
    const model = ruled(mlp({ depth: 10, width: 32, inputs: 20, phi: 'relu' }), () => heNormal(), 1);
    const given = dataOf(data(model, 32, 1));
    const options = { loss: 'crossEntropy', optimizer: 'adam', learningRate: 1 } as const;
    const weights = (): string => JSON.stringify(model.getWeights().map((w) => Array.from(w.dataSync())));
    const [before, tensors] = [weights(), tf.memory().numTensors];
    const first = diagnose(model, given, options);
    expect(first.findings.map(({ kind }) => kind)).to.deep.equal(['learningRate']);
    expect(weights()).to.equal(before);
    expect(tf.memory().numTensors).to.equal(tensors);
    expect(String(diagnose(model, given, options))).to.equal(String(first));
    model.dispose();
  });

  it('repairs a deep net with weights that are too small, so that it learns afterwards and not before', async () => {
    const begin = (): tfl.LayersModel => {
      const layers = Array.from({ length: 9 }, () => tfl.layers.dense({ units: 32, activation: 'relu' }));
      const first = tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [4] });
      const model = tfl.sequential({ layers: [first, ...layers, tfl.layers.dense({ units: 1, name: 'out' })] });
      initWeights(model, { rule: () => lecunNormal({ gain: 0.1 }), seed: 1 });
      return model;
    };
    const x = random(1).normal(new Float32Array(256 * 4));
    const y = Float32Array.from({ length: 256 }, (_, i) => x[4 * i] * x[4 * i + 1]);
    const given = { x: { shape: [256, 4], data: x }, y: { shape: [256, 1], data: y } };
    const fall = async (model: tfl.LayersModel): Promise<number> => {
      const { loss } = await train(model, given, { steps: 150, learningRate: 0.003, progress: false });
      const mean = (part: Float32Array): number => part.reduce((sum, v) => sum + v, 0) / part.length;
      return mean(loss.slice(-20)) / mean(loss.slice(0, 20));
    };
    const [broken, repaired] = [begin(), begin()];
    const found = diagnose(repaired, given);
    expect(found.verdict).to.equal('unhealthy');
    found.apply();
    expect(diagnose(repaired, given).verdict).to.equal('healthy');
    expect(await fall(repaired)).to.be.below(0.5);
    expect(await fall(broken)).to.be.above(0.9);
  });

  it('reports several symptoms of one cause as one finding', async () => {
    const given = await faultyCase('ReLU net with weights N(0, .01²)', 2);
    const { findings } = diagnose(given.model, dataOf(given), optionsOf(given));
    expect(findings.map(({ kind }) => kind)).to.deep.equal(['vanishingForward']);
  });

  it('gives each finding its layer, numbers, band and topic', async () => {
    const given = await faultyCase('ReLU net with mode fanOut in a layer that widens from 20 to 512', 2);
    const [found] = diagnose(given.model, dataOf(given), optionsOf(given)).findings;
    expect(found).to.include({ kind: 'wrongFan', severity: 'fault', layer: 'hidden1', topic: 'fan' });
    const [low, high] = found.band;
    expect(found.observed).to.be.below(low);
    expect(found.expected).to.be.within(low, high);
    expect(found.ratio).to.equal(found.observed / found.expected);
    // fanIn/fanOut = 20/512 of the variance.
    expect(found.ratio).to.be.closeTo(20 / 512, 0.01);
    expect(found.why).to.contain('fanOut').and.to.contain('1/26 of');
  });

  it('accepts weights of 0 in the output layer, but not in a hidden layer, which they keep from learning', () => {
    const shape = { depth: 4, width: 32, inputs: 20, phi: 'relu' } as const;
    const output = ruled(mlp(shape), (layer) => (layer.isOutput ? zeros() : heNormal()), 1);
    expect(diagnose(output, dataOf(data(output, 64, 1))).verdict).to.equal('healthy');
    const inner = ruled(mlp(shape), (layer) => (layer.name === 'hidden3' ? zeros() : heNormal()), 1);
    const { findings } = diagnose(inner, dataOf(data(inner, 64, 1)));
    expect(findings.map(({ kind, layer }) => `${kind} ${layer}`)).to.deep.equal(['zeroWeights hidden3']);
  });

  it('gives the verdict "cannot tell" for a network without weights that it knows', () => {
    const x = tfl.input({ shape: [3], name: 'x' });
    const model = tfl.model({
      inputs: x,
      outputs: tfl.layers.activation({ activation: 'linear' }).apply(x) as tfl.SymbolicTensor,
    });
    const given = { x: random(1).normal(new Float32Array(30)), y: random(2).normal(new Float32Array(30)) };
    expect(diagnose(model, given).verdict).to.equal('cannot tell');
  });

  it('lists layers of custom classes as unknown, and gives the verdict "cannot tell" if most layers are', () => {
    tf.serialization.registerClass(OwnDense);
    const modelOf = (kinds: readonly ('own' | 'dense')[]): tfl.LayersModel => {
      const layers = kinds.map((kind, i) =>
        kind === 'own' ? new OwnDense({ name: `own${i}` }) : tfl.layers.dense({ units: 4, name: `dense${i}` }),
      );
      return tfl.sequential({ layers: [tfl.layers.inputLayer({ inputShape: [4] }), ...layers] });
    };
    const known = modelOf(['dense', 'own', 'dense']);
    const unknown = modelOf(['own', 'dense', 'own']);
    for (const model of [known, unknown]) initWeights(model, { seed: 1 });

    const healthy = diagnose(known, dataOf(data(known, 32, 1)));
    expect(healthy.unknownLayers).to.deep.equal(['own1']);
    expect(healthy.verdict).to.equal('healthy');
    expect(String(healthy)).to.include('The class of this layer is unknown, and its weights were not judged: own1.');

    const undecided = diagnose(unknown, dataOf(data(unknown, 32, 1)));
    expect(undecided.findings).to.deep.equal([]);
    expect(undecided.unknownLayers).to.deep.equal(['own0', 'own2']);
    expect(undecided.verdict).to.equal('cannot tell');
    expect(String(undecided)).to.match(/^cannot tell: no fault/);
    expect(String(undecided)).to.include(
      'The classes of these layers are unknown, and their weights were not judged: own0, own2.',
    );
    known.dispose();
    unknown.dispose();
  });

  it('judges the learning rate even if the classes are not equally frequent', () => {
    const model = ruled(single({ depth: 2, width: 32, inputs: 10, phi: 'relu' }, 'sigmoid'), undefined, 1);
    const { x } = data(model, 128, 1);
    const y = Float32Array.from({ length: 128 }, (_, i) => (i % 32 === 0 ? 1 : 0));
    const options = { loss: 'binaryCrossEntropy', optimizer: 'adam', learningRate: 1 } as const;
    const { findings } = diagnose(model, { x, y }, options);
    expect(findings.map(({ kind, severity }) => `${kind} ${severity}`)).to.deep.equal([
      'learningRate fault',
      'initialLoss note',
    ]);
    model.dispose();
  });

  it('accepts a single sample', () => {
    const model = ruled(mlp({ depth: 3, width: 16, inputs: 5, phi: 'relu' }), undefined, 1);
    expect(diagnose(model, dataOf(data(model, 1, 1))).verdict).to.equal('healthy');
  });

  it('refuses unknown options and numbers out of range, and names them', () => {
    const model = mlp({ depth: 1, width: 4, inputs: 3, phi: 'relu' });
    const { x, y } = data(model, 4, 1);
    const refused = (options: object): (() => Diagnosis) => {
      return () => diagnose(model, { x, y }, options);
    };
    expect(refused({ threshold: 1 })).to.throw(TypeError, 'unknown option "threshold"');
    expect(refused({ steps: 0 })).to.throw(RangeError, 'steps is 0');
    expect(refused({ trialSteps: 0 })).to.throw(RangeError, 'trialSteps is 0');
    expect(refused({ samples: 1.5 })).to.throw(RangeError, 'samples is 1.5');
    expect(() => diagnose(model, { x } as never)).to.throw(TypeError, 'data has no y');
    expect(() => diagnose({} as never, { x, y })).to.throw(TypeError, 'model');
    model.dispose();
  });

  it('explains that options are the last argument if one is among the data', () => {
    const model = mlp({ depth: 1, width: 4, inputs: 3, phi: 'relu' });
    const { x, y } = data(model, 4, 1);
    const old = { x, y, loss: 'crossEntropy' };
    expect(() => diagnose(model, old)).to.throw(TypeError, 'diagnose(model, { x, y }, { loss })');
    expect(() => diagnose(model, undefined as never)).to.throw(
      TypeError,
      'pass an object: diagnose(model, { x, y }, options)',
    );
    expect(() => diagnose(model, { x, y, names: ['a', 'b', 'c'] } as never)).not.to.throw();
    model.dispose();
  });

  it('draws the measured signal over the expected band, and marks the layer where the fault begins', () => {
    const model = ruled(mlp({ depth: 8, width: 32, inputs: 20, phi: 'relu' }), () => lecunNormal(), 1);
    const found = diagnose(model, dataOf(data(model, 32, 1)));
    const { layout, data: traces } = found.figure();
    expect((layout.annotations as { text: string }[]).map(({ text }) => text)).to.include('begins at hidden1');
    expect(traces.map(({ name }) => name)).to.include.members(['forward, E z²', 'backward, E gradient²']);
    const last = found.layers.find(({ name }) => name === 'hidden8') as Diagnosis['layers'][number];
    expect(last.expected?.secondMoment).to.be.above(20 * last.secondMoment);
    model.dispose();
  });

  it('sets the bias of a regression to the mean of its targets if the first loss is far above their variance', () => {
    const model = tfl.sequential({
      layers: [tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [4] }), tfl.layers.dense({ units: 2 })],
    });
    initWeights(model, { seed: 1 });
    const x = random(1).normal(new Float32Array(400));
    const y = random(2)
      .normal(new Float32Array(200))
      .map((v, i) => v + (i % 2 === 0 ? 10 : -20));
    const given = { x: { shape: [100, 4], data: x }, y: { shape: [100, 2], data: y } };
    const first = diagnose(model, given);
    expect(first.findings[0].kind).to.equal('initialLoss');
    first.apply();
    expect(diagnose(model, given).verdict).to.equal('healthy');
    const bias = model.weights.at(-1)?.read().dataSync() ?? [];
    expect(bias[0]).to.be.closeTo(10, 0.5);
    expect(bias[1]).to.be.closeTo(-20, 0.5);
    model.dispose();
  });

  it('notes that the classes are not equally frequent, and how much a bias for them would lower the loss', () => {
    const model = ruled(single({ depth: 2, width: 32, inputs: 10, phi: 'relu' }, 'sigmoid'), undefined, 1);
    const { x } = data(model, 128, 1);
    const y = Float32Array.from({ length: 128 }, (_, i) => (i % 32 === 0 ? 1 : 0));
    const found = diagnose(model, { x, y }, { loss: 'binaryCrossEntropy' });
    expect(found.verdict).to.equal('healthy');
    const [note] = found.findings;
    expect(note).to.include({ kind: 'initialLoss', severity: 'note' });
    // The entropy of shares of 1/32 and 31/32.
    expect(note.expected).to.be.closeTo(0.1391, 0.001);
    note.repair.apply?.();
    expect(diagnose(model, { x, y }, { loss: 'binaryCrossEntropy' }).findings).to.deep.equal([]);
  });
});
