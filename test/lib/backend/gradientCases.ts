import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';

/**
 * A function of tensors, and the shapes of the tensors with respect to which it is differentiated.
 */
export interface Case {
  name: string;
  shapes: number[][];
  f: (...inputs: tf.Tensor[]) => tf.Tensor;
}

type Pad = 'same' | 'valid' | number;
type Size = [number, number];

const WINDOWS: { size: Size; kernel: Size; strides: Size; pad: Pad }[] = [
  { size: [5, 7], kernel: [3, 3], strides: [1, 1], pad: 'same' },
  { size: [5, 7], kernel: [3, 3], strides: [1, 1], pad: 'valid' },
  { size: [7, 6], kernel: [3, 2], strides: [2, 2], pad: 'same' },
  { size: [8, 7], kernel: [4, 3], strides: [2, 1], pad: 'same' },
  { size: [9, 7], kernel: [2, 5], strides: [3, 2], pad: 'valid' },
  { size: [6, 5], kernel: [1, 1], strides: [2, 3], pad: 'valid' },
  { size: [5, 5], kernel: [5, 5], strides: [1, 1], pad: 2 },
  { size: [4, 6], kernel: [3, 3], strides: [2, 2], pad: 1 },
];

const CUBES: { kernel: [number, number, number]; strides: [number, number, number]; pad: 'same' | 'valid' }[] = [
  { kernel: [2, 3, 2], strides: [1, 1, 1], pad: 'same' },
  { kernel: [3, 2, 3], strides: [2, 1, 2], pad: 'valid' },
  { kernel: [3, 3, 3], strides: [2, 2, 1], pad: 'same' },
];

const images = (x: tf.Tensor): tf.Tensor4D => x as tf.Tensor4D;
const volumes = (x: tf.Tensor): tf.Tensor5D => x as tf.Tensor5D;
const ids = (...values: number[]): tf.Tensor1D => tf.tensor1d(values, 'int32');

export const convolutions: Case[] = WINDOWS.flatMap(({ size, kernel, strides, pad }) => {
  const where = `${size.join('×')}, kernel ${kernel.join('×')}, strides ${strides.join('×')}, pad ${pad}`;
  const plain = [1, 3].map((channels) => ({
    name: `conv2d of ${channels} channels, ${where}`,
    shapes: [
      [2, ...size, channels],
      [...kernel, channels, 5],
    ],
    f: (x: tf.Tensor, w: tf.Tensor) => tf.conv2d(images(x), images(w), strides, pad),
  }));
  const depthwise = [1, 2].map((multiplier) => ({
    name: `depthwiseConv2d with multiplier ${multiplier}, ${where}`,
    shapes: [
      [2, ...size, 3],
      [...kernel, 3, multiplier],
    ],
    f: (x: tf.Tensor, w: tf.Tensor) => tf.depthwiseConv2d(images(x), images(w), strides, pad),
  }));
  return [...plain, ...depthwise];
});

export const transposedConvolutions: Case[] = (['same', 'valid'] as const).map((pad) => ({
  name: `conv2dTranspose, pad ${pad}`,
  shapes: [
    [2, 4, 3, 5],
    [3, 2, 4, 5],
  ],
  f: (x, w) => tf.conv2dTranspose(images(x), images(w), pad === 'same' ? [2, 8, 6, 4] : [2, 9, 6, 4], 2, pad),
}));

export const volumeConvolutions: Case[] = CUBES.map(({ kernel, strides, pad }) => ({
  name: `conv3d, kernel ${kernel.join('×')}, strides ${strides.join('×')}, pad ${pad}`,
  shapes: [
    [2, 4, 5, 3, 2],
    [...kernel, 2, 4],
  ],
  f: (x, w) => tf.conv3d(volumes(x), volumes(w), strides, pad),
}));

const maxPoolsOf = (channels: number): Case[] =>
  WINDOWS.map(({ size, kernel, strides, pad }) => ({
    name: `maxPool of ${size.join('×')} by ${kernel.join('×')}, strides ${strides.join('×')}, pad ${pad}, ${channels} channels`,
    shapes: [[2, ...size, channels]],
    f: (x) => tf.maxPool(images(x), kernel, strides, pad),
  }));

export const maxPools: Case[] = maxPoolsOf(3);

/**
 * More channels than are computed at once. Some of so many inputs differ by less than the step of a
 * difference quotient.
 */
export const wideMaxPools: Case[] = maxPoolsOf(9);

export const averagePools: Case[] = WINDOWS.map(({ size, kernel, strides, pad }) => ({
  name: `avgPool of ${size.join('×')} by ${kernel.join('×')}, strides ${strides.join('×')}, pad ${pad}`,
  shapes: [[2, ...size, 3]],
  f: (x) => tf.avgPool(images(x), kernel, strides, pad),
}));

export const volumePools: Case[] = CUBES.flatMap(({ kernel, strides, pad }) => {
  const where = `kernel ${kernel.join('×')}, strides ${strides.join('×')}, pad ${pad}`;
  return [
    {
      name: `maxPool3d, ${where}`,
      shapes: [[2, 4, 5, 3, 2]],
      f: (x: tf.Tensor) => tf.maxPool3d(volumes(x), kernel, strides, pad),
    },
    {
      name: `avgPool3d, ${where}`,
      shapes: [[2, 4, 5, 3, 2]],
      f: (x: tf.Tensor) => tf.avgPool3d(volumes(x), kernel, strides, pad),
    },
  ];
});

const TRANSPOSITIONS = [
  [false, false],
  [false, true],
  [true, false],
  [true, true],
];

export const products: Case[] = TRANSPOSITIONS.flatMap(([ta, tb]) =>
  [[], [3], [2, 3]].map((batch) => ({
    name: `matMul, transposed: ${ta}, ${tb}, batch [${batch}]`,
    shapes: [
      [...batch, ...(ta ? [4, 5] : [5, 4])],
      [...batch, ...(tb ? [7, 4] : [4, 7])],
    ],
    f: (a: tf.Tensor, b: tf.Tensor) => tf.matMul(a, b, ta, tb),
  })),
);

export const lookUps: Case[] = [
  { name: 'gather with repetitions', shapes: [[5, 4]], f: (x) => tf.gather(x, ids(0, 3, 3, 1, 0, 3)) },
  { name: 'gather along another axis', shapes: [[3, 5, 2]], f: (x) => tf.gather(x, ids(4, 4, 0), 1) },
  { name: 'unsortedSegmentSum', shapes: [[5, 2, 3]], f: (x) => tf.unsortedSegmentSum(x, ids(2, 0, 2, 3, 0), 5) },
];

const SHAPE = [2, 4, 3, 2];
const SIZE: Size = [7, 5];

export const nearestResizes: Case[] = [false, true].map((aligned) => ({
  name: `resizeNearestNeighbor, corners ${aligned ? '' : 'not '}aligned`,
  shapes: [SHAPE],
  f: (x: tf.Tensor) => tf.image.resizeNearestNeighbor(images(x), SIZE, aligned),
}));

export const bilinearResizes: Case[] = [false, true].map((aligned) => ({
  name: `resizeBilinear, corners ${aligned ? '' : 'not '}aligned`,
  shapes: [SHAPE],
  f: (x: tf.Tensor) => tf.image.resizeBilinear(images(x), SIZE, aligned),
}));

export const activations: Case[] = Object.entries<(x: tf.Tensor) => tf.Tensor>({
  relu: tf.relu,
  relu6: tf.relu6,
  leakyRelu: (x: tf.Tensor) => tf.leakyRelu(x, 0.1),
  elu: tf.elu,
  selu: tf.selu,
  sigmoid: tf.sigmoid,
  tanh: tf.tanh,
  softplus: tf.softplus,
  erf: tf.erf,
  softmax: (x: tf.Tensor) => tf.softmax(x),
  logSoftmax: (x: tf.Tensor) => tf.logSoftmax(x),
}).map(([name, f]) => ({ name, shapes: [[4, 7]], f }));

export const losses: Case[] = [
  {
    name: 'softmax cross entropy',
    shapes: [[4, 5]],
    f: (x) => tf.losses.softmaxCrossEntropy(tf.oneHot(ids(1, 4, 0, 2), 5), x),
  },
  {
    name: 'sigmoid cross entropy',
    shapes: [[4, 3]],
    f: (x) => tf.losses.sigmoidCrossEntropy(tf.oneHot(ids(1, 2, 0, 2), 3), x),
  },
  {
    name: 'mean squared error',
    shapes: [
      [4, 3],
      [4, 3],
    ],
    f: (x, y) => tf.losses.meanSquaredError(x, y),
  },
];

/** Cases, each with the same function written with other operations. */
export const broadcasts: { mended: Case; same: Case['f'] }[] = [
  {
    mended: {
      name: 'matMul of one batch with several',
      shapes: [
        [1, 3, 4],
        [5, 4, 2],
      ],
      f: (a, b) => tf.matMul(a, b),
    },
    same: (a, b) => tf.matMul(tf.tile(a, [5, 1, 1]), b),
  },
  {
    mended: {
      name: 'maximum',
      shapes: [
        [3, 1],
        [2, 3, 4],
      ],
      f: (a, b) => tf.maximum(a, b),
    },
    same: (a, b) => tf.maximum(tf.tile(tf.expandDims(a), [2, 1, 4]), b),
  },
  {
    mended: { name: 'minimum', shapes: [[3, 4], [4]], f: (a, b) => tf.minimum(a, b) },
    same: (a, b) => tf.minimum(a, tf.tile(tf.expandDims(b), [3, 1])),
  },
  {
    mended: {
      name: 'squaredDifference',
      shapes: [
        [3, 4],
        [3, 1],
      ],
      f: (a, b) => tf.squaredDifference(a, b),
    },
    same: (a, b) => tf.square(tf.sub(a, b)),
  },
  {
    mended: {
      name: 'einsum as a product',
      shapes: [
        [2, 3, 4],
        [2, 5, 4],
      ],
      f: (a, b) => tf.einsum('bik,bjk->bij', a, b),
    },
    same: (a, b) => tf.matMul(a, b, false, true),
  },
  {
    mended: { name: 'einsum of one factor', shapes: [[2, 3, 4]], f: (a) => tf.einsum('ijk->ki', a) },
    same: (a) => tf.transpose(tf.sum(a, 1)),
  },
  {
    mended: {
      name: 'einsum, summed over an axis of one factor',
      shapes: [
        [2, 3],
        [3, 4],
      ],
      f: (a, b) => tf.einsum('ij,jk->k', a, b),
    },
    same: (a, b) => tf.sum(tf.matMul(a, b), 0),
  },
];

export const attention: Case = {
  name: 'attention of two heads, causal',
  shapes: [
    [2, 2, 5, 4],
    [2, 2, 5, 4],
    [2, 2, 5, 3],
  ],
  f: (q, k, v) => {
    const mask = tf.tensor2d([0, 1, 2, 3, 4].map((i) => [0, 1, 2, 3, 4].map((j) => (j > i ? -1e9 : 0))));
    return tf.matMul(tf.softmax(tf.add(tf.mul(tf.matMul(q, k, false, true), 0.5), mask)), v);
  },
};

/** Makes a case of a layer: its output as a function of its input and its weights. */
function layer(name: string, input: number[], make: () => tfl.layers.Layer): Case {
  const built = (): tfl.layers.Layer => {
    const fresh = make();
    tf.dispose(fresh.apply(tf.zeros(input)) as tf.Tensor);
    return fresh;
  };
  const model = built();
  const shapes = model.trainableWeights.map(({ shape }) => shape as number[]);
  model.dispose();
  return {
    name,
    shapes: [input, ...shapes],
    f: (x, ...values) => {
      const fresh = built();
      fresh.trainableWeights.forEach((weight, i) => {
        weight.dispose();
        Object.assign(weight, { val: values[i] });
      });
      const output = fresh.apply(x, { training: true }) as tf.Tensor;
      for (const weight of fresh.nonTrainableWeights) weight.dispose();
      return output;
    },
  };
}

export const layerCases = (): Case[] => [
  layer('dense', [3, 4], () => tfl.layers.dense({ units: 5, activation: 'tanh' })),
  layer('batch normalization, training', [6, 4], () => tfl.layers.batchNormalization()),
  layer('layer normalization', [3, 6], () => tfl.layers.layerNormalization()),
  layer('SimpleRNN of 4 steps', [2, 4, 3], () => tfl.layers.simpleRNN({ units: 5, recurrentInitializer: 'zeros' })),
  layer('LSTM of 4 steps', [2, 4, 3], () => tfl.layers.lstm({ units: 5, recurrentInitializer: 'zeros' })),
  layer('GRU of 4 steps', [2, 4, 3], () => tfl.layers.gru({ units: 5, recurrentInitializer: 'zeros' })),
  layer('separable convolution', [2, 5, 5, 3], () => tfl.layers.separableConv2d({ filters: 4, kernelSize: 3 })),
  layer('conv1d', [2, 9, 3], () => tfl.layers.conv1d({ filters: 4, kernelSize: 3, strides: 2 })),
  layer('upSampling2d', [2, 3, 4, 2], () => tfl.layers.upSampling2d({ size: [2, 3] })),
];
