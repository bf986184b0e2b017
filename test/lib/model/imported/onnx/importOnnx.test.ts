import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor as Tf, tensor, transpose } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';
import * as ort from 'onnxruntime-web';
import { readForeignModel } from '../../../../../lib/src/model/imported/readForeignModel.js';
import { temporaryFolder } from '../../../../kernel/support/files.js';
import { openMutations } from '../../files/mutations.js';
import { type Graph, type Node, type Tensor, writeOnnx } from './writeOnnx.js';

const SAMPLES = 3;

/** Makes weights of a shape, or numbers above 0 where an operator needs them. */
function weights(shape: readonly number[], seed = 1, isPositive = false): Tensor {
  const data = random(seed).normal(new Float32Array(shape.reduce((product, n) => product * n, 1)));
  return { shape, data: isPositive ? data.map((x) => 0.5 + Math.abs(x)) : data };
}

const integers = (...data: number[]): Tensor => ({ shape: [data.length], data, type: 7 });
const scalar = (value: number): Tensor => ({ shape: [], data: [value] });

interface Case extends Partial<Omit<Graph, 'inputs'>> {
  title: string;
  nodes: Node[];
  /** Shape of a sample, as the file has it. */
  x: readonly number[];
  /** Classes of the layers, without the input, where the test is about them. */
  classes?: string[];
}

const one = (type: string, attributes: Node['attributes'] = {}, more: string[] = []): Node[] => [
  { type, inputs: ['x', ...more], outputs: ['y'], attributes },
];

const image = [2, 6, 8];
const CASES: Case[] = [
  {
    title: 'Gemm with a turned kernel and a bias',
    nodes: one('Gemm', { transB: 1 }, ['fc.weight', 'fc.bias']),
    tensors: { 'fc.weight': weights([4, 5]), 'fc.bias': weights([4], 2) },
    x: [5],
    classes: ['Dense'],
  },
  {
    title: 'Gemm with factors and one bias for all units',
    nodes: one('Gemm', { alpha: { float: 0.5 }, beta: { float: 2 } }, ['w', 'b']),
    tensors: { w: weights([5, 4]), b: weights([1], 2) },
    x: [5],
    classes: ['Dense'],
  },
  {
    title: 'a product with a matrix and a sum on sequences as one dense layer',
    nodes: [
      { type: 'MatMul', inputs: ['x', 'w'], outputs: ['z'] },
      { type: 'Add', inputs: ['b', 'z'], outputs: ['y'] },
    ],
    tensors: { w: weights([5, 4]), b: weights([4], 2) },
    x: [3, 5],
    classes: ['Dense'],
  },
  ...[
    { title: 'without padding', attributes: {} },
    { title: 'with the padding of mode same', attributes: { pads: [1, 1, 1, 1] } },
    {
      title: 'with strides and padding that TensorFlow places elsewhere',
      attributes: { pads: [1, 1, 1, 1], strides: [2, 2] },
    },
    { title: 'with padding at one side', attributes: { pads: [0, 2, 1, 0] } },
    { title: 'with dilations', attributes: { dilations: [2, 1] } },
    { title: 'with SAME_UPPER', attributes: { auto_pad: 'SAME_UPPER', strides: [2, 2] } },
  ].map(
    ({ title, attributes }): Case => ({
      title: `a convolution ${title}`,
      nodes: one('Conv', attributes, ['conv.weight', 'conv.bias']),
      tensors: { 'conv.weight': weights([4, 2, 3, 3]), 'conv.bias': weights([4], 2) },
      x: image,
    }),
  ),
  {
    title: 'a depthwise convolution with two filters for each channel',
    nodes: one('Conv', { group: 2 }, ['w']),
    tensors: { w: weights([4, 1, 3, 3]) },
    x: image,
    classes: ['DepthwiseConv2D', 'Permute'],
  },
  {
    title: 'a convolution over one axis with strides and padding',
    nodes: one('Conv', { pads: [2, 1], strides: [2] }, ['w']),
    tensors: { w: weights([4, 2, 3]) },
    x: [2, 9],
  },
  {
    title: 'a transposed convolution without padding',
    nodes: one('ConvTranspose', { strides: [2, 2] }, ['w']),
    tensors: { w: weights([2, 3, 2, 2]) },
    x: image,
  },
  {
    title: 'a transposed convolution with padding',
    nodes: one('ConvTranspose', { strides: [2, 2], pads: [1, 1, 1, 1] }, ['w', 'b']),
    tensors: { w: weights([2, 3, 4, 4]), b: weights([3], 2) },
    x: image,
  },
  {
    title: 'batch normalization of images',
    nodes: one('BatchNormalization', { epsilon: { float: 1e-3 } }, ['g', 'b', 'm', 'v']),
    tensors: { g: weights([2]), b: weights([2], 2), m: weights([2], 3), v: weights([2], 4, true) },
    x: image,
    classes: ['BatchNormalization', 'Permute'],
  },
  {
    title: 'layer normalization',
    nodes: one('LayerNormalization', { axis: -1 }, ['g', 'b']),
    tensors: { g: weights([5]), b: weights([5], 2) },
    x: [3, 5],
    classes: ['LayerNormalization'],
  },
  {
    title: 'layer normalization written as its parts',
    opset: 13,
    nodes: [
      { type: 'ReduceMean', inputs: ['x'], outputs: ['mean'], attributes: { axes: [-1] } },
      { type: 'Sub', inputs: ['x', 'mean'], outputs: ['d'] },
      { type: 'Pow', inputs: ['d', 'two'], outputs: ['d2'] },
      { type: 'ReduceMean', inputs: ['d2'], outputs: ['v'], attributes: { axes: [-1] } },
      { type: 'Add', inputs: ['v', 'eps'], outputs: ['ve'] },
      { type: 'Sqrt', inputs: ['ve'], outputs: ['s'] },
      { type: 'Div', inputs: ['d', 's'], outputs: ['n'] },
      { type: 'Mul', inputs: ['n', 'g'], outputs: ['ng'] },
      { type: 'Add', inputs: ['ng', 'b'], outputs: ['y'] },
    ],
    tensors: { two: scalar(2), eps: scalar(1e-5), g: weights([5]), b: weights([5], 2) },
    x: [3, 5],
    classes: ['LayerNormalization'],
  },
  {
    title: 'GELU written with erf',
    nodes: [
      { type: 'Div', inputs: ['x', 'root'], outputs: ['a'] },
      { type: 'Erf', inputs: ['a'], outputs: ['e'] },
      { type: 'Add', inputs: ['e', 'one'], outputs: ['p'] },
      { type: 'Mul', inputs: ['x', 'p'], outputs: ['m'] },
      { type: 'Mul', inputs: ['m', 'half'], outputs: ['y'] },
    ],
    tensors: { root: scalar(Math.SQRT2), one: scalar(1), half: scalar(0.5) },
    x: [5],
    classes: ['Activation'],
  },
  {
    title: 'SiLU written as a product',
    nodes: [
      { type: 'Sigmoid', inputs: ['x'], outputs: ['s'] },
      { type: 'Mul', inputs: ['x', 's'], outputs: ['y'] },
    ],
    x: [5],
    classes: ['Activation'],
  },
  ...(
    [
      ['Relu', 'ReLU'],
      ['LeakyRelu', 'LeakyReLU', { alpha: { float: 0.3 } }],
      ['Elu', 'ELU'],
      ['Elu', 'OnnxOperation', { alpha: { float: 0.7 } }],
      ['ThresholdedRelu', 'ThresholdedReLU', { alpha: { float: 0.5 } }],
      ['Selu', 'Activation'],
      ['Sigmoid', 'Activation'],
      ['Tanh', 'Activation'],
      ['Softplus', 'Activation'],
      ['Softsign', 'Activation'],
      ['HardSigmoid', 'Activation'],
      ['HardSigmoid', 'OnnxOperation', { alpha: { float: 1 / 6 } }],
      ['HardSwish', 'OnnxOperation'],
      ['Celu', 'OnnxOperation', { alpha: { float: 2 } }],
      ['Softmax', 'Softmax', { axis: -1 }],
      ['LogSoftmax', 'Activation', { axis: 1 }],
      ['Abs', 'OnnxOperation'],
      ['Exp', 'OnnxOperation'],
      ['Neg', 'OnnxOperation'],
      ['Erf', 'OnnxOperation'],
    ] as [string, string, Node['attributes']?][]
  ).map(
    ([type, layer, attributes = {}]): Case => ({
      title: `${type} as ${layer}`,
      nodes: one(type, attributes),
      x: [7],
      classes: [layer],
    }),
  ),
  {
    title: 'GELU of opset 20',
    opset: 20,
    nodes: one('Gelu', { approximate: 'tanh' }),
    x: [7],
    classes: ['Activation'],
  },
  { title: 'Mish of opset 18', opset: 18, nodes: one('Mish'), x: [7], classes: ['Activation'] },
  {
    title: 'softmax over the channels of an image',
    nodes: one('Softmax', { axis: 1 }),
    x: image,
    classes: ['OnnxOperation'],
  },
  {
    title: 'Clip from 0 to 6 as a ReLU with a limit',
    nodes: one('Clip', {}, ['low', 'high']),
    tensors: { low: scalar(0), high: scalar(6) },
    x: [7],
    classes: ['ReLU'],
  },
  {
    title: 'a PReLU with a slope for each channel',
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['z'] },
      { type: 'PRelu', inputs: ['z', 'slopes'], outputs: ['y'] },
    ],
    tensors: { w: weights([4, 2, 1, 1]), slopes: weights([4, 1, 1], 2) },
    x: image,
    classes: ['Conv2D', 'PReLU', 'Permute'],
  },
  {
    title: 'a largest value with padding',
    nodes: one('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1] }),
    x: image,
  },
  {
    title: 'a largest value rounded up',
    nodes: one('MaxPool', { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 }),
    x: [2, 6, 8],
  },
  {
    title: 'an average without padding',
    nodes: one('AveragePool', { kernel_shape: [2, 2], strides: [2, 2] }),
    x: image,
  },
  {
    title: 'an average that leaves out the padding',
    nodes: one('AveragePool', { kernel_shape: [3, 3], pads: [1, 1, 1, 1] }),
    x: image,
  },
  {
    title: 'an average that counts the padding',
    nodes: one('AveragePool', { kernel_shape: [3, 3], pads: [1, 1, 1, 1], count_include_pad: 1 }),
    x: image,
  },
  { title: 'a largest value of a sequence', nodes: one('MaxPool', { kernel_shape: [2], strides: [2] }), x: [2, 9] },
  {
    title: 'a global average and its removal of axes as one layer',
    nodes: [
      { type: 'GlobalAveragePool', inputs: ['x'], outputs: ['p'] },
      { type: 'Flatten', inputs: ['p'], outputs: ['y'] },
    ],
    x: image,
    classes: ['GlobalAveragePooling2D'],
  },
  { title: 'a global largest value', nodes: one('GlobalMaxPool'), x: image },
  {
    title: 'a mean over the places',
    opset: 13,
    nodes: one('ReduceMean', { axes: [2, 3], keepdims: 0 }),
    x: image,
    classes: ['Permute', 'GlobalAveragePooling2D'],
  },
  {
    title: 'a mean over the last axis, with the axes as an input',
    opset: 18,
    nodes: one('ReduceMean', {}, ['axes']),
    tensors: { axes: integers(-1) },
    x: [3, 5],
  },
  {
    title: 'a sum over time',
    opset: 13,
    nodes: one('ReduceSum', { keepdims: 0 }, ['axes']),
    tensors: { axes: integers(1) },
    x: [3, 5],
  },
  {
    title: 'a flat row of an image with channels first',
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['z'] },
      { type: 'Flatten', inputs: ['z'], outputs: ['y'] },
    ],
    tensors: { w: weights([3, 2, 3, 3]) },
    x: image,
    classes: ['Conv2D', 'Permute', 'Flatten'],
  },
  {
    title: 'a shape that is computed from the number of samples',
    nodes: [
      { type: 'Shape', inputs: ['x'], outputs: ['s'] },
      { type: 'Gather', inputs: ['s', 'zero'], outputs: ['n'] },
      { type: 'Unsqueeze', inputs: ['n', 'axis'], outputs: ['n1'] },
      { type: 'Concat', inputs: ['n1', 'rest'], outputs: ['target'], attributes: { axis: 0 } },
      { type: 'Reshape', inputs: ['x', 'target'], outputs: ['y'] },
    ],
    tensors: { zero: { shape: [], data: [0], type: 7 }, axis: integers(0), rest: integers(-1) },
    x: image,
    classes: ['Flatten'],
  },
  { title: 'a new shape', nodes: one('Reshape', {}, ['target']), tensors: { target: integers(0, 4, -1) }, x: [2, 6] },
  { title: 'axes in another order', nodes: one('Transpose', { perm: [0, 2, 1] }), x: [2, 6], classes: ['Permute'] },
  { title: 'an axis inserted', nodes: one('Unsqueeze', {}, ['axes']), tensors: { axes: integers(1) }, x: [5] },
  { title: 'an axis removed', opset: 11, nodes: one('Squeeze', { axes: [1] }), x: [1, 5] },
  {
    title: 'images joined along their channels',
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['z'] },
      { type: 'Concat', inputs: ['x', 'z'], outputs: ['y'], attributes: { axis: 1 } },
    ],
    tensors: { w: weights([3, 2, 1, 1]) },
    x: image,
    classes: ['Conv2D', 'Concatenate', 'Permute'],
  },
  {
    title: 'a residual sum and a product of two values',
    nodes: [
      { type: 'Tanh', inputs: ['x'], outputs: ['t'] },
      { type: 'Add', inputs: ['x', 't'], outputs: ['s'] },
      { type: 'Mul', inputs: ['s', 't'], outputs: ['y'] },
    ],
    x: [5],
    classes: ['Activation', 'Add', 'Multiply'],
  },
  {
    title: 'a difference from a number',
    nodes: [{ type: 'Sub', inputs: ['one', 'x'], outputs: ['y'] }],
    tensors: { one: scalar(1) },
    x: [5],
    classes: ['Rescaling'],
  },
  {
    title: 'a division by a number for each channel',
    nodes: [
      { type: 'Conv', inputs: ['x', 'w'], outputs: ['z'] },
      { type: 'Div', inputs: ['z', 'c'], outputs: ['y'] },
    ],
    tensors: { w: weights([2, 2, 1, 1]), c: weights([2, 1, 1], 2, true) },
    x: image,
  },
  {
    title: 'a power',
    nodes: [{ type: 'Pow', inputs: ['x', 'two'], outputs: ['y'] }],
    tensors: { two: scalar(2) },
    x: [5],
    classes: ['OnnxOperation'],
  },
  {
    title: 'scores of queries and keys',
    nodes: [
      { type: 'Transpose', inputs: ['x'], outputs: ['t'], attributes: { perm: [0, 2, 1] } },
      { type: 'MatMul', inputs: ['x', 't'], outputs: ['y'] },
    ],
    x: [3, 5],
    classes: ['Permute', 'OnnxOperation'],
  },
  {
    title: 'vectors chosen from a table',
    nodes: [
      { type: 'Cast', inputs: ['x'], outputs: ['i'], attributes: { to: 7 } },
      { type: 'Gather', inputs: ['emb.weight', 'i'], outputs: ['y'] },
    ],
    tensors: { 'emb.weight': weights([6, 4]) },
    x: [3],
    classes: ['Embedding'],
  },
  {
    title: 'the last place of a sequence',
    nodes: one('Gather', { axis: 1 }, ['i']),
    tensors: { i: { shape: [], data: [-1], type: 7 } },
    x: [4, 3],
  },
  {
    title: 'a part of the values',
    nodes: one('Slice', {}, ['from', 'to', 'axes']),
    tensors: { from: integers(1), to: integers(-1), axes: integers(2) },
    x: [4, 5],
  },
  {
    title: 'a split into parts',
    nodes: [
      { type: 'Split', inputs: ['x', 'sizes'], outputs: ['a', 'b'], attributes: { axis: 1 } },
      { type: 'Sub', inputs: ['a', 'b'], outputs: ['y'] },
    ],
    tensors: { sizes: integers(3, 3) },
    x: [6],
  },
  {
    title: 'padding of an image',
    nodes: one('Pad', {}, ['pads']),
    tensors: { pads: integers(0, 0, 1, 2, 0, 0, 0, 1) },
    x: image,
    classes: ['Permute', 'ZeroPadding2D', 'Permute'],
  },
  {
    title: 'an LSTM that gives its sequence',
    nodes: [
      { type: 'Transpose', inputs: ['x'], outputs: ['t'], attributes: { perm: [1, 0, 2] } },
      { type: 'LSTM', inputs: ['t', 'w', 'r', 'b'], outputs: ['s'], attributes: { hidden_size: 4 } },
      { type: 'Squeeze', inputs: ['s', 'one'], outputs: ['q'] },
      { type: 'Transpose', inputs: ['q'], outputs: ['y'], attributes: { perm: [1, 0, 2] } },
    ],
    tensors: { w: weights([1, 16, 3]), r: weights([1, 16, 4], 2), b: weights([1, 32], 3), one: integers(1) },
    x: [5, 3],
    classes: ['LSTM'],
  },
  {
    title: 'a simple recurrent layer that gives its last state',
    nodes: [
      { type: 'Transpose', inputs: ['x'], outputs: ['t'], attributes: { perm: [1, 0, 2] } },
      { type: 'RNN', inputs: ['t', 'w', 'r'], outputs: ['', 'h'], attributes: { hidden_size: 4 } },
      { type: 'Squeeze', inputs: ['h', 'zero'], outputs: ['y'] },
    ],
    tensors: { w: weights([1, 4, 3]), r: weights([1, 4, 4], 2), zero: integers(0) },
    x: [5, 3],
    classes: ['SimpleRNN'],
  },
];

function fileOf(bytes: Uint8Array): string {
  const path = join(temporaryFolder(), 'model.onnx');
  writeFileSync(path, bytes);
  return path;
}

function graphOf({ opset = 17, nodes, tensors = {}, x, outputs = ['y'] }: Case): Uint8Array {
  return writeOnnx({ opset, nodes, tensors, inputs: { x: [null, ...x] }, outputs });
}

const classesOf = (model: LayersModel): string[] => model.layers.slice(1).map((layer) => layer.getClassName());

async function failureOf(bytes: Uint8Array): Promise<string> {
  const path = fileOf(bytes);
  try {
    (await readForeignModel(path)).model.dispose();
    return 'imported';
  } catch (error) {
    return `${(error as Error).name} ${(error as Error).message.replace(`${path}: `, '')}`;
  }
}

describe('importOnnx', () => {
  before(async () => {
    ort.env.wasm.numThreads = 1;
    ort.env.logLevel = 'error';
    await useBackend('wasm');
  });

  for (const item of CASES) {
    it(`imports ${item.title} with the outputs of ONNX Runtime`, async () => {
      const bytes = graphOf(item);
      const shape = [SAMPLES, ...item.x];
      const count = shape.reduce((product, n) => product * n, 1);
      const isInteger = item.title.includes('table');
      const data = isInteger
        ? random(9).uniform(new Float32Array(count), 0, 6).map(Math.floor)
        : random(9).normal(new Float32Array(count));
      const session = await ort.InferenceSession.create(bytes);
      const { y } = await session.run({ x: new ort.Tensor('float32', data, shape) });
      await session.release();
      const { model, inputs } = await readForeignModel(fileOf(bytes));
      if (item.classes) expect(classesOf(model)).to.deep.equal(item.classes);
      const x = tensor(data, shape);
      const output = model.predict(inputs[0].axes ? transpose(x, [...inputs[0].axes]) : x) as Tf;
      expect(output.shape).to.deep.equal([...y.dims]);
      const [own, expected] = [output.dataSync(), y.data as Float32Array];
      const largest = Math.max(...Array.from(own, (value, i) => Math.abs(value - expected[i])));
      expect(largest).to.be.below(2e-5);
      model.dispose();
    });
  }

  it('names layers after their weights, and says which tensor of the file each weight is', async () => {
    const bytes = graphOf({
      title: '',
      nodes: [
        { type: 'Conv', inputs: ['x', 'layer1.0.conv.weight'], outputs: ['z'] },
        { type: 'GlobalAveragePool', inputs: ['z'], outputs: ['p'] },
        { type: 'Flatten', inputs: ['p'], outputs: ['f'] },
        { type: 'Gemm', inputs: ['f', 'fc.weight', 'fc.bias'], outputs: ['y'], attributes: { transB: 1 } },
      ],
      tensors: { 'layer1.0.conv.weight': weights([4, 2, 3, 3]), 'fc.weight': weights([3, 4]), 'fc.bias': weights([3]) },
      x: image,
    });
    const { model, weights: own } = await readForeignModel(fileOf(bytes));
    expect(own).to.deep.equal([
      {
        layer: 'layer1.0.conv',
        index: 0,
        weight: 'kernel',
        tensor: 'layer1.0.conv.weight',
        shape: [3, 3, 2, 4],
        axes: [3, 2, 0, 1],
      },
      { layer: 'fc', index: 0, weight: 'kernel', tensor: 'fc.weight', shape: [4, 3], axes: [1, 0] },
      { layer: 'fc', index: 1, weight: 'bias', tensor: 'fc.bias', shape: [3], axes: [0] },
    ]);
    model.dispose();
  });

  it('names what it does not know, and guesses nothing', async () => {
    const fail = (nodes: Node[], x: readonly number[], tensors: Record<string, Tensor> = {}): Promise<string> =>
      failureOf(graphOf({ title: '', nodes, tensors, x }));
    expect(await fail([{ ...one('Einsum')[0], name: '/block/Einsum' }], [5])).to.equal(
      'FileFormatError the node "/block/Einsum" of type Einsum is not known, so that the model after it cannot be computed.',
    );
    expect(await fail([{ ...one('Relu')[0], domain: 'my.own' }], [5])).to.match(/of type Relu is not known/);
    expect(await fail(one('Conv', { group: 2 }, ['w']), [4, 5, 5], { w: weights([4, 2, 3, 3]) })).to.match(
      /has 2 groups; one group, or one for each channel of an image, is known\.$/,
    );
    expect(await fail(one('Transpose', { perm: [2, 1, 0] }), [5, 4])).to.match(/moves the axis of the samples/);
    expect(await fail(one('ReduceMean', {}, []), [5])).to.match(/reduces the samples to one/);
    expect(await fail(one('Gemm', {}, ['w']), [5], { w: weights([4, 3]) })).to.match(
      /multiplies 5 values by a matrix with 4 rows/,
    );
    expect(
      await fail(
        one('Relu').map((node) => ({ ...node, inputs: ['z'] })),
        [5],
      ),
    ).to.match(/takes "z", which nothing gives/);
    const free = writeOnnx({ opset: 17, nodes: one('Relu'), inputs: { x: [null, null] }, outputs: ['y'] });
    expect(await failureOf(free)).to.match(/axis 1 of the input "x" has no fixed size/);
  });

  it('refuses a damaged file with one clear sentence', async () => {
    const bytes = graphOf(CASES[0]);
    expect(await failureOf(bytes.subarray(0, bytes.length - 30))).to.match(
      /^FileFormatError it is not an intact ONNX model \(.*\)\.$/,
    );
    expect(await failureOf(Buffer.from('hello'))).to.match(/^FileFormatError it is neither an ONNX model nor/);
    const short = graphOf({
      ...CASES[0],
      tensors: { 'fc.weight': { shape: [400, 5], data: [1] }, 'fc.bias': weights([4]) },
    });
    expect(await failureOf(short)).to.equal('FileFormatError tensor "fc.weight" has 4 bytes; its shape needs 8000.');
  });

  it('refuses or imports a damaged file, and never fails otherwise', async () => {
    const bytes = graphOf(CASES.find(({ title }) => title.startsWith('a flat row')) as Case);
    const { refused, read } = await openMutations(bytes, 300, 5, 'model');
    expect(refused).to.be.above(50);
    expect(refused + read).to.equal(300);
  });
});
