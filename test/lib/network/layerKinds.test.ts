import { execFileSync } from 'node:child_process';
import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { LAYER_KINDS } from '../../../lib/src/network/layerKinds.js';
import { layerActivation, layerFacts } from '../../../lib/src/network/view/layerFacts.js';

type Shape = number[];
type Make = () => tfl.layers.Layer;

const at = tfl.layers;
const random = { kernelInitializer: 'randomNormal', useBias: false } as const;
const picture: Shape = [4, 4, 2];
const steps: Shape = [5, 3];
const cells = () => [at.simpleRNNCell({ units: 3 }), at.simpleRNNCell({ units: 2 })];

/** Makers of a layer of each class, with the shapes of its inputs. */
const examples: Record<string, [Make, ...Shape[]]> = {
  Dense: [() => at.dense({ units: 4, ...random }), [3]],
  Conv1D: [() => at.conv1d({ filters: 4, kernelSize: 2, ...random }), steps],
  Conv2D: [() => at.conv2d({ filters: 4, kernelSize: 2, ...random }), picture],
  Conv3D: [() => at.conv3d({ filters: 4, kernelSize: 2, ...random }), [3, 3, 3, 2]],
  DepthwiseConv2D: [() => at.depthwiseConv2d({ kernelSize: 2, depthMultiplier: 3, useBias: false }), picture],
  SeparableConv2D: [() => at.separableConv2d({ filters: 4, kernelSize: 2, useBias: false }), picture],
  Conv2DTranspose: [() => at.conv2dTranspose({ filters: 4, kernelSize: 2, ...random }), picture],
  Conv3DTranspose: [() => at.conv3dTranspose({ filters: 4, kernelSize: 2, ...random }), [3, 3, 3, 2]],
  Embedding: [() => at.embedding({ inputDim: 9, outputDim: 4 }), [3]],
  SimpleRNN: [() => at.simpleRNN({ units: 4 }), steps],
  GRU: [() => at.gru({ units: 4 }), steps],
  LSTM: [() => at.lstm({ units: 4 }), steps],
  RNN: [() => at.rnn({ cell: at.gruCell({ units: 4 }) as never }), steps],
  StackedRNNCells: [() => at.rnn({ cell: cells() as never }), steps],
  ConvLSTM2D: [() => at.convLstm2d({ filters: 4, kernelSize: 2 }), [2, 4, 4, 2]],
  Bidirectional: [() => at.bidirectional({ layer: at.lstm({ units: 4 }) as never, mergeMode: 'concat' }), steps],
  TimeDistributed: [() => at.timeDistributed({ layer: at.dense({ units: 4, ...random }) }), steps],
  Activation: [() => at.activation({ activation: 'relu' }), [6]],
  ReLU: [() => at.reLU(), [6]],
  LeakyReLU: [() => at.leakyReLU(), [6]],
  PReLU: [() => at.prelu({ alphaInitializer: 'randomNormal' }), [6]],
  ELU: [() => at.elu(), [6]],
  ThresholdedReLU: [() => at.thresholdedReLU(), [6]],
  Softmax: [() => at.softmax(), [6]],
  BatchNormalization: [() => at.batchNormalization({ epsilon: 1e-9 }), [6]],
  LayerNormalization: [() => at.layerNormalization({ epsilon: 1e-9 }), [6]],
  Dropout: [() => at.dropout({ rate: 0.5 }), [6]],
  SpatialDropout1D: [() => at.spatialDropout1d({ rate: 0.5 }), steps],
  GaussianDropout: [() => at.gaussianDropout({ rate: 0.5 }), [6]],
  GaussianNoise: [() => at.gaussianNoise({ stddev: 1 }), [6]],
  AlphaDropout: [() => at.alphaDropout({ rate: 0.5 }), [6]],
  Masking: [() => at.masking({ maskValue: 0 }), steps],
  Add: [() => at.add(), [6], [6]],
  Average: [() => at.average(), [6], [6]],
  Maximum: [() => at.maximum(), [6], [6]],
  Minimum: [() => at.minimum(), [6], [6]],
  Multiply: [() => at.multiply(), [6], [6]],
  Dot: [() => at.dot({ axes: -1 }), [6], [6]],
  Concatenate: [() => at.concatenate(), [6], [6]],
  MaxPooling1D: [() => at.maxPooling1d({ poolSize: 2 }), steps],
  MaxPooling2D: [() => at.maxPooling2d({ poolSize: 2 }), picture],
  MaxPooling3D: [() => at.maxPooling3d({ poolSize: 2, dataFormat: 'channelsLast' } as never), [3, 3, 3, 2]],
  AveragePooling1D: [() => at.averagePooling1d({ poolSize: 2 }), steps],
  AveragePooling2D: [() => at.averagePooling2d({ poolSize: 2, padding: 'same' }), picture],
  AveragePooling3D: [() => at.averagePooling3d({ poolSize: 2 } as never), [3, 3, 3, 2]],
  GlobalMaxPooling1D: [() => at.globalMaxPooling1d({}), steps],
  GlobalMaxPooling2D: [() => at.globalMaxPooling2d({ dataFormat: 'channelsLast' }), picture],
  GlobalAveragePooling1D: [() => at.globalAveragePooling1d({}), steps],
  GlobalAveragePooling2D: [() => at.globalAveragePooling2d({ dataFormat: 'channelsLast' }), picture],
  Flatten: [() => at.flatten(), picture],
  Reshape: [() => at.reshape({ targetShape: [2, 16] }), picture],
  Permute: [() => at.permute({ dims: [2, 1] }), steps],
  RepeatVector: [() => at.repeatVector({ n: 3 }), [6]],
  Cropping2D: [() => at.cropping2D({ cropping: 1 } as never), picture],
  CenterCrop: [() => at.centerCrop({ height: 2, width: 2 }), picture],
  ZeroPadding2D: [() => at.zeroPadding2d({ padding: 1 }), picture],
  UpSampling2D: [() => at.upSampling2d({}), picture],
  Resizing: [() => at.resizing({ height: 3, width: 3 }), picture],
  RandomWidth: [() => at.randomWidth({ factor: [0.5, 0.5], seed: 1 }), picture],
  Rescaling: [() => at.rescaling({ scale: 2, offset: 1 }), [6]],
  CategoryEncoding: [() => at.categoryEncoding({ numTokens: 9, outputMode: 'oneHot' }), [1]],
};

/** Classes that hold other layers or are never called alone: models, inputs and cells. */
const notCalled = ['InputLayer', 'Model', 'Functional', 'Sequential', 'SimpleRNNCell', 'GRUCell', 'LSTMCell'];

const call = (layer: tfl.layers.Layer, inputs: tf.Tensor[], training = false) =>
  layer.apply(inputs.length === 1 ? inputs[0] : inputs, { training }) as tf.Tensor;

function expectNear(found: tf.Tensor, expected: tf.Tensor): void {
  const [a, b] = [found.dataSync(), expected.dataSync()];
  expect(a.length).to.equal(b.length);
  for (let i = 0; i < a.length; i++) expect(a[i]).to.be.closeTo(b[i], 1e-4 * Math.max(1, Math.abs(b[i])));
}

describe('the table of layer kinds', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  it('has a row for every layer class that TensorFlow.js registers or exports', () => {
    // The list comes from a process of its own, without the classes that other tests register.
    const script = `
      import * as tf from '@tensorflow/tfjs-core';
      import * as tfl from '@tensorflow/tfjs-layers';
      const map = tf.serialization.SerializationMap.getMap().classNameMap;
      const registered = Object.keys(map).filter((name) => map[name][0].prototype instanceof tfl.layers.Layer);
      const exported = [...Object.values(tfl), ...Object.values(tfl.layers)]
        .filter((value) => value?.prototype instanceof tfl.layers.Layer && value.className)
        .map(({ className }) => className);
      console.log(JSON.stringify([...new Set([...registered, ...exported])]));`;
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' });
    const classes: string[] = JSON.parse(output.trim().split('\n').at(-1) as string);
    expect(classes).to.include.members(['Dense', 'ConvLSTM2D', 'RandomWidth', 'Sequential']);
    expect(classes.filter((name) => !(name in LAYER_KINDS))).to.deep.equal([]);
    expect(Object.keys(LAYER_KINDS).filter((name) => !classes.includes(name))).to.deep.equal([]);
  });

  it('is tested with an example of every class that can be called', () => {
    const covered = [...Object.keys(examples), ...notCalled, 'ConvLSTM2DCell'];
    expect(Object.keys(LAYER_KINDS).filter((name) => !covered.includes(name))).to.deep.equal([]);
  });

  for (const [name, [make, ...shapes]] of Object.entries(examples))
    describe(`in the row of ${name},`, () => {
      const inputs = (sign?: 1 | -1) =>
        shapes.map((shape, i) => {
          const x = tf.randomNormal([3, ...shape], 0, 1, 'float32', i + 1);
          return sign === undefined ? x : tf.mul(sign, tf.abs(x));
        });
      const indices = ['Embedding', 'CategoryEncoding'].includes(name);

      it('states the true effects on scale, sign and probabilities', () =>
        tf.tidy(() => {
          if (indices) return;
          const layer = make();
          const [x, ...others] = inputs();
          const y = call(layer, [x, ...others], layer.getClassName() === 'BatchNormalization');
          const { kind, keepsScale } = layerFacts(layer, name);
          const training = kind.usesBatch ?? false;
          if (keepsScale) expectNear(call(layer, [tf.mul(x, 4), ...others]), tf.mul(y, 4));
          if (kind.scale === 'resets') expectNear(call(layer, [tf.mul(x, 4)], training), y);
          if (kind.scale === 'mixes') {
            const scaled = [x, ...others].map((input) => tf.mul(input, 4));
            expectNear(call(layer, scaled), tf.mul(y, 4));
            expect(tf.max(tf.abs(tf.sub(call(layer, [tf.mul(x, 4), ...others]), tf.mul(y, 4)))).dataSync()[0]).above(
              0.1,
            );
          }
          if (kind.sign === 'keeps') expect(tf.max(call(layer, inputs(-1))).dataSync()[0]).to.be.at.most(0);
          if (kind.probability === 'keeps' && shapes[0].length === 1) {
            const p = inputs().map((input) => tf.softmax(input));
            expectNear(tf.sum(call(layer, p), -1), tf.ones(call(layer, p).shape.slice(0, -1)));
          }
        }));

      it('states the true matrices and units', () =>
        tf.tidy(() => {
          const layer = make();
          const y = call(layer, indices ? [tf.zeros([3, ...shapes[0]], 'int32')] : inputs());
          const { owners, hasMatrix, kind } = layerFacts(layer, name);
          const matrices = layer.weights.filter(({ shape }) => shape.length > 1);
          expect(hasMatrix).to.equal(matrices.length > 0);
          expect(owners.flatMap(({ weights }) => Object.values(weights))).to.have.members(layer.weights);
          for (const owner of owners) expect(LAYER_KINDS[owner.layer.getClassName()].operation).to.equal(owner.kind);
          if (kind.unitMatrix === undefined) return;
          const shape = owners[0].weights[kind.unitMatrix].shape as number[];
          const units = kind.matrices?.[kind.unitMatrix].units ?? 'last';
          const [before, last] = shape.slice(-2);
          const width = { last, lastTwo: before * last, secondLast: before }[units];
          expect(width).to.equal(y.shape.at(-1));
        }));
    });

  it('sees through wrappers to the layer inside, at any depth', () => {
    const inner = at.timeDistributed({ layer: at.dense({ units: 3, activation: 'softmax' }) });
    const model = tfl.sequential({ layers: [at.timeDistributed({ layer: inner, inputShape: [2, 4, 5] })] });
    const facts = layerFacts(model.layers[0], 'outer');
    expect(facts.kind.operation).to.equal('dense');
    expect(facts.activation?.name).to.equal('softmax');
    expect(facts.makesProbabilities).to.equal(true);
    expect(facts.owners.map(({ name, kind }) => `${name} ${kind}`)).to.deep.equal(['outer dense']);
  });

  it('treats pools, PReLU and leaky layers as homogeneous, but not tanh, biases or softmax', () => {
    const isKept = (layer: tfl.layers.Layer, shape: Shape) => {
      tfl.sequential({ layers: [at.inputLayer({ inputShape: shape }), layer] });
      return layerFacts(layer, 'x').keepsScale;
    };
    for (const layer of [at.maxPooling2d({}), at.averagePooling2d({}), at.prelu(), at.leakyReLU(), at.reLU()])
      expect(isKept(layer, picture), layer.getClassName()).to.equal(true);
    for (const layer of [at.elu(), at.softmax(), at.activation({ activation: 'tanh' }), at.reLU({ maxValue: 6 })])
      expect(isKept(layer, picture), layer.getClassName()).to.equal(false);
    expect(isKept(at.dense({ units: 2, useBias: false, activation: 'relu' }), [3])).to.equal(true);
    expect(isKept(at.dense({ units: 2, activation: 'relu' }), [3])).to.equal(false);
  });

  it('calls a custom class unknown, and guesses only its activation and its weights', () => {
    class Own extends at.Layer {
      static readonly className = 'OwnDense';
      override build(shape: Shape): void {
        this.addWeight('table', [shape[1], 2], 'float32', tfl.initializers.ones());
        super.build(shape);
      }
      override call(x: tf.Tensor | tf.Tensor[]): tf.Tensor {
        return tf.matMul([x].flat()[0], this.weights[0].read());
      }
      override computeOutputShape([batch]: Shape): Shape {
        return [batch, 2];
      }
    }
    const own = new Own({});
    tfl.sequential({ layers: [at.inputLayer({ inputShape: [3] }), own] });
    const { kind, owners, hasMatrix, keepsScale } = layerFacts(own, 'own');
    expect(kind.operation).to.equal('unknown');
    expect(owners.map((owner) => owner.kind)).to.deep.equal(['unknown']);
    expect(hasMatrix).to.equal(true);
    expect(keepsScale).to.equal(false);
    expect(layerActivation(own)).to.equal(undefined);
  });
});
