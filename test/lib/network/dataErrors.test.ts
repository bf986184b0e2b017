import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import {
  DataRangeError,
  DataTypeError,
  diagnose,
  evaluate,
  lsuv,
  outputBias,
  predict,
  setOutputBias,
  trace,
  train,
  useBackend,
} from 'initlab';
import { DATA_FAULT_CODES, type DataFaultCode, isDataFault } from '../../../lib/src/network/dataErrors.js';

const net = (units: number, activation: 'linear' | 'sigmoid' | 'softmax' = 'linear') =>
  tfl.sequential({ layers: [tfl.layers.dense({ units, activation, inputShape: [2], name: 'out' })] });

/** Cases: the mistake, the data, and the code and message of the error that all functions throw. */
interface Wrong {
  title: string;
  model: () => tfl.LayersModel;
  data: () => unknown;
  loss?: string;
  code: DataFaultCode;
  message: string | RegExp;
  index?: number;
}

describe('errors in data', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  const x = { shape: [2, 2], data: Float32Array.of(1, 0, 0, 1) };
  const floats = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
  const wrong: Wrong[] = [
    {
      title: 'missing inputs',
      model: () => net(1),
      data: () => ({ y: [1, 2] }),
      code: 'missing',
      message: /^data has no x; pass an object: (trace|diagnose|train|evaluate)\(model, \{ x, y \}, options\)$/,
    },
    {
      title: 'bare inputs',
      model: () => net(1),
      data: () => [[1, 2]],
      code: 'notData',
      message: /^data is \[\[1, 2\]\]; pass an object: (trace|diagnose|train|evaluate)\(model, \{ x, y \}, options\)$/,
    },
    {
      title: 'no entry for an output',
      model: () => net(1),
      data: () => ({ x, y: { other: [1, 2] } }),
      code: 'missing',
      message: 'y has no entry "out"; it must have one for each of out',
    },
    {
      title: 'too many entries',
      model: () => net(1),
      data: () => ({ x, y: [tf.zeros([2, 1]), tf.zeros([2, 1])] }),
      code: 'wrongCount',
      message: 'y has 2 entries; it must have one for each of out',
    },
    {
      title: 'a text',
      model: () => net(1),
      data: () => ({ x, y: 'ab' }),
      code: 'notNumbers',
      message: 'y is "ab"; it must be a tensor, nested arrays of numbers, a typed array, or { shape, data }',
    },
    {
      title: 'texts in a list',
      model: () => net(1),
      data: () => ({ x, y: [[1], ['b']] }),
      code: 'notNumbers',
      message: 'y of output "out" has "b" at index 1; every value must be a number',
      index: 1,
    },
    {
      title: 'a tensor of texts',
      model: () => net(1),
      data: () => ({ x, y: tf.tensor(['a', 'b']) }),
      code: 'notNumbers',
      message: 'y of output "out" is a tensor of type string',
    },
    {
      title: 'bigints',
      model: () => net(1),
      data: () => ({ x, y: BigInt64Array.of(1n, 2n) }),
      code: 'notNumbers',
      message: 'y of output "out" is an object of type BigInt64Array',
    },
    {
      title: 'an untyped list with a shape',
      model: () => net(1),
      data: () => ({ x, y: { shape: [2], data: [1, 2] } }),
      code: 'notNumbers',
      message: 'y of output "out".data is [1, 2]',
    },
    {
      title: 'no samples',
      model: () => net(1),
      data: () => ({ x: floats([0, 2]), y: [] }),
      code: 'empty',
      message: /^x of input "\w+" has no numbers; give at least one sample$/,
    },
    {
      title: 'rows of different lengths',
      model: () => net(1),
      data: () => ({ x: [[1, 2], [3]], y: [1, 2] }),
      code: 'wrongShape',
      message: 'has arrays of different lengths; those of the first sample give the shape [2, 2]',
      index: 2,
    },
    {
      title: 'inputs of another shape',
      model: () => net(1),
      data: () => ({ x: floats([2, 3], 1, 2, 3, 4, 5, 6), y: [1, 2] }),
      code: 'wrongShape',
      message: /^x of input "\w+" has shape \[2, 3\]; it must be \[batch, 2\]$/,
    },
    {
      title: 'a flat list that cannot be divided',
      model: () => net(1),
      data: () => ({ x: [1, 2, 3], y: [1, 2] }),
      code: 'wrongLength',
      message: 'has 3 numbers; it must list one sample after another, in shape [batch, 2]',
    },
    {
      title: 'a shape with another number of numbers',
      model: () => net(1),
      data: () => ({ x: floats([2, 2], 1, 2, 3), y: [1, 2] }),
      code: 'wrongLength',
      message: 'has shape [2, 2] and 3 numbers; a first axis and 4 are needed',
    },
    {
      title: 'different numbers of samples',
      model: () => net(1),
      data: () => ({ x, y: floats([3, 1], 1, 2, 3) }),
      code: 'mismatch',
      message: 'y of output "out" has 3 samples, but x has 2; both must have the same number',
    },
    {
      title: 'integers of one linear output',
      model: () => net(1),
      data: () => ({ x, y: Int32Array.of(0, 1) }),
      code: 'ambiguous',
      message: 'y has integers for one linear output',
    },
    {
      title: 'targets of another shape',
      model: () => net(3),
      data: () => ({ x, y: floats([2, 2], 0.5, 1, 2, 3) }),
      code: 'wrongShape',
      message:
        "y has shape [2, 2]; meanSquaredError, the default because no loss was given, needs [batch, 3]. For class numbers as labels, set loss: 'crossEntropy'",
    },
    {
      title: 'targets of another shape for a cross entropy',
      model: () => net(3),
      data: () => ({ x, y: floats([2, 2], 0, 1, 1, 0) }),
      loss: 'crossEntropy',
      code: 'wrongShape',
      message:
        'y has shape [2, 2]; crossEntropy needs rows of probabilities of shape [batch, 3], or class numbers of shape [batch]',
    },
    {
      title: 'rows for a loss of class numbers',
      model: () => net(3, 'softmax'),
      data: () => ({ x, y: floats([2, 3], 1, 0, 0, 0, 1, 0) }),
      loss: 'sparseCategoricalCrossentropy',
      code: 'wrongShape',
      message: 'sparseCategoricalCrossentropy needs class numbers of shape [batch]',
    },
    {
      title: 'class numbers for a loss of rows',
      model: () => net(3, 'softmax'),
      data: () => ({ x, y: [0, 2] }),
      loss: 'categoricalCrossentropy',
      code: 'wrongShape',
      message: 'y has shape [2, 1]; categoricalCrossentropy needs [batch, 3]',
    },
    {
      title: 'a label beyond the outputs',
      model: () => net(3),
      data: () => ({ x, y: [0, 3] }),
      code: 'notClass',
      message: 'y has the label 3 at index 1; labels for 3 outputs must be the integers 0 to 2',
      index: 1,
    },
    {
      title: 'a negative label',
      model: () => net(3, 'softmax'),
      data: () => ({ x, y: Int32Array.of(-1, 2) }),
      code: 'notClass',
      message: 'y has the label -1 at index 0',
      index: 0,
    },
    {
      title: 'a target outside 0 to 1',
      model: () => net(1, 'sigmoid'),
      data: () => ({ x, y: [0, 9] }),
      code: 'notProbability',
      message: "y has 9 at index 1; targets of 'binaryCrossEntropy' must be from 0 to 1",
      index: 1,
    },
    {
      title: 'a target that is a fraction of float32',
      model: () => net(1, 'sigmoid'),
      data: () => ({ x, y: Float32Array.of(0, 1.1) }),
      code: 'notProbability',
      message: 'y has 1.1 at index 1;',
      index: 1,
    },
    {
      title: 'a row that does not sum to 1',
      model: () => net(3, 'softmax'),
      data: () => ({ x, y: floats([2, 3], 1, 0, 0, 1, 1, 0) }),
      code: 'notDistribution',
      message: 'y has a sum of 2 in row 1',
      index: 3,
    },
    {
      title: 'an unknown loss',
      model: () => net(1),
      data: () => ({ x, y: [1, 2] }),
      loss: 'crossentropy',
      code: 'unknownLoss',
      message: 'loss is "crossentropy"; allowed: crossEntropy',
    },
    {
      title: 'a cross entropy of one output',
      model: () => net(1),
      data: () => ({ x, y: [0, 1] }),
      loss: 'crossEntropy',
      code: 'unsuitableLoss',
      message: "loss is 'crossEntropy', which needs an output for each class, but the model has 1 output",
    },
  ];
  const FINDINGS = [
    'a label beyond the outputs',
    'a negative label',
    'a target outside 0 to 1',
    'a target that is a fraction of float32',
    'a row that does not sum to 1',
    'a cross entropy of one output',
  ];
  for (const { title, model, data, loss, code, message, index } of wrong)
    it(`have the code ${code} for ${title}, in all functions that need targets`, async () => {
      const options = { ...(loss && { loss }) };
      // Targets that a loss refuses are what a diagnosis reports.
      const isFinding = FINDINGS.includes(title);
      if (isFinding) expect(diagnose(model(), data() as never, options).verdict).to.equal('unhealthy');
      for (const call of [
        () => trace(model(), data() as never, options),
        ...(isFinding ? [] : [() => diagnose(model(), data() as never, options)]),
        () => train(model(), data() as never, { ...options, steps: 1, progress: false }),
        () => evaluate(model(), data() as never, options),
      ]) {
        const error = await errorOf(call);
        expect(error, String(call)).to.be.an.instanceOf(isOfType(code, title) ? DataTypeError : DataRangeError);
        expect(error).to.include({ code });
        if (typeof message === 'string') expect(error.message).to.contain(message);
        else expect(error.message).to.match(message);
        expect(error.message).to.equal(`${error.argument} ${error.problem}`);
        expect(error.index).to.equal(index);
      }
    });

  const others: { title: string; call: () => unknown; code: DataFaultCode }[] = [
    {
      title: 'a NaN in training',
      call: () => evaluate(net(1), { x: [[1, Number.NaN]], y: [1] }),
      code: 'notFinite',
    },
    { title: 'a NaN in a batch of lsuv', call: () => lsuv(net(1), { x: [[1, Number.NaN]] }), code: 'notFinite' },
    { title: 'an infinity in predict', call: () => predict(net(1), { x: [[1, 1 / 0]] }), code: 'notFinite' },
    { title: 'inputs of predict that are all 0', call: () => predict(net(1), { x: [[0, 0]] }), code: 'allZero' },
    { title: 'no labels', call: () => outputBias([]), code: 'empty' },
    { title: 'a label that is a text', call: () => outputBias(['cat'] as never), code: 'notNumbers' },
    { title: 'a label that is NaN', call: () => outputBias([Number.NaN]), code: 'notFinite' },
    {
      title: 'a label that is not a class',
      call: () => outputBias([5], { task: 'softmax', classes: 3 }),
      code: 'notClass',
    },
    { title: 'a label that is not a share', call: () => outputBias([1.5], { task: 'binary' }), code: 'notProbability' },
    { title: 'labels of unclear meaning', call: () => outputBias([3, 5]), code: 'ambiguous' },
    { title: 'a row of labels', call: () => outputBias([[1, 1]], { task: 'softmax' }), code: 'notDistribution' },
    { title: 'a class without labels', call: () => outputBias([0, 2], { task: 'softmax' }), code: 'absentClass' },
    { title: 'only one of two classes', call: () => outputBias([1, 1]), code: 'absentClass' },
    {
      title: 'labels for more outputs',
      call: () =>
        setOutputBias(net(1), {
          y: [
            [0, 1],
            [1, 0],
          ],
        }),
      code: 'wrongShape',
    },
  ];
  for (const { title, call, code } of others)
    it(`have the code ${code} for ${title}`, async () => {
      expect(await errorOf(call)).to.include({ code });
    });

  it('say whether they are in the data of the option evaluate of train', async () => {
    const bad = { x, y: [0, 9] };
    const options = { steps: 1, progress: false, evaluate: { data: bad } };
    const error = await errorOf(() => train(net(1, 'sigmoid'), { x, y: [0, 1] }, options));
    expect(error).to.include({ code: 'notProbability', argument: 'evaluate.data.y', index: 1 });
  });

  it('are tested for every code', () => {
    const provoked = new Set([...wrong, ...others].map(({ code }) => code));
    expect(DATA_FAULT_CODES.filter((code) => !provoked.has(code))).to.deep.equal([]);
  });

  it('are recognized by their code alone, and not by their class', () => {
    expect(isDataFault(Object.assign(new Error('from another copy'), { code: 'notClass' }))).to.equal(true);
    expect(isDataFault(new RangeError('Invalid array length'))).to.equal(false);
    expect(isDataFault(Object.assign(new RangeError('too large'), { code: 'ERR_OUT_OF_RANGE' }))).to.equal(false);
    expect(isDataFault({ code: 'notClass' })).to.equal(false);
  });
});

type DataFaultError = InstanceType<typeof DataRangeError>;

async function errorOf(call: () => unknown): Promise<DataFaultError> {
  try {
    await call();
  } catch (error) {
    return error as DataFaultError;
  }
  throw new Error('there was no error');
}

/** Whether the type of the data is wrong, and not their values. */
function isOfType(code: DataFaultCode, title: string): boolean {
  return code === 'notData' || code === 'notNumbers' || (code === 'missing' && title === 'missing inputs');
}
