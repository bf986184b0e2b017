import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';

type Four = [number, number, number, number];

interface Case {
  x: Four;
  filter: Four;
  strides: [number, number];
  pad: 'same' | 'valid' | number;
}

/** Widths above, below and at the eight channels that are computed together; several images. */
const CASES: Case[] = [
  { x: [3, 14, 13, 8], filter: [3, 3, 8, 8], strides: [1, 1], pad: 'same' },
  { x: [40, 7, 7, 12], filter: [3, 3, 12, 12], strides: [1, 1], pad: 'same' },
  { x: [2, 28, 28, 1], filter: [3, 3, 1, 9], strides: [1, 1], pad: 'same' },
  { x: [3, 9, 7, 3], filter: [3, 2, 3, 5], strides: [2, 3], pad: 'valid' },
  { x: [2, 8, 9, 5], filter: [4, 5, 5, 3], strides: [2, 2], pad: 2 },
  { x: [2, 7, 6, 2], filter: [1, 1, 2, 17], strides: [3, 2], pad: 'same' },
  { x: [2, 3, 2, 4], filter: [5, 5, 4, 7], strides: [1, 1], pad: 'same' },
  { x: [2, 5, 5, 70], filter: [3, 3, 70, 2], strides: [1, 1], pad: 1 },
];

describe('convolutions of images on the wasm backend', () => {
  before(() => useBackend('wasm'));

  for (const given of CASES) {
    const { x, filter, strides, pad } = given;
    const title = `[${x}] by [${filter}], strides ${strides}, pad ${pad}`;

    it(`have the bits of plain sums in their order: ${title}`, () => {
      const { output, dx, dFilter } = measured(given);
      const plain = plainConvolution(given);
      expect(output, 'output').to.deep.equal(plain.output);
      expect(dx, 'gradient of the input').to.deep.equal(plain.dx);
      expect(dFilter, 'gradient of the filter').to.deep.equal(plain.dFilter);
    });
  }

  it('leave no tensor behind and compute the same when called again', () => {
    const before = tf.memory().numTensors;
    const [first, again] = [measured(CASES[0]), measured(CASES[0])];
    expect(again).to.deep.equal(first);
    expect(tf.memory().numTensors).to.equal(before);
  });

  it('are still those of tfjs with dilations', async () => {
    const dilated = (): Float32Array =>
      tf.tidy(() => {
        const [image, kernel] = [numbers([2, 9, 9, 3], 1), numbers([3, 3, 3, 5], 2)];
        return tf.conv2d(image, kernel, 1, 'same', 'NHWC', 2).dataSync() as Float32Array;
      });
    const onWasm = dilated();
    await useBackend('cpu');
    const onCpu = dilated();
    await useBackend('wasm');
    onCpu.forEach((value, i) => {
      expect(onWasm[i]).to.be.closeTo(value, 1e-4);
    });
  });

  it('are close with fused rounding to those without', async () => {
    const plain = measured(CASES[1]);
    await useBackend('wasm', { fma: true });
    const fused = measured(CASES[1]);
    await useBackend('wasm');
    for (const name of ['output', 'dx', 'dFilter'] as const) {
      plain[name].forEach((value, i) => {
        expect(fused[name][i], name).to.be.closeTo(value, 1e-4 * Math.max(1, Math.abs(value)));
      });
    }
  });
});

interface Results {
  output: Float32Array;
  dx: Float32Array;
  dFilter: Float32Array;
}

function numbers(shape: Four, seed: number): tf.Tensor4D {
  return tf.tensor4d(random(seed).normal(new Float32Array(tf.util.sizeFromShape(shape))), shape);
}

function measured({ x, filter, strides, pad }: Case): Results {
  return tf.tidy(() => {
    const [image, kernel] = [numbers(x, 1), numbers(filter, 2)];
    const convolve = (a: tf.Tensor, b: tf.Tensor): tf.Tensor4D =>
      tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, strides, pad);
    const output = convolve(image, kernel);
    const [dx, dFilter] = tf.grads(convolve)([image, kernel], numbers(output.shape, 3));
    return {
      output: output.dataSync() as Float32Array,
      dx: dx.dataSync() as Float32Array,
      dFilter: dFilter.dataSync() as Float32Array,
    };
  });
}

/**
 * The same sums in plain code. The output is one sum over the window. Each tap of the input's
 * gradient is summed over the channels, and the taps are added in the order of the outputs. The
 * filter's gradient is summed over blocks of 256 positions, and each part begins a block.
 */
function plainConvolution({ x: [images, height, width, channels], filter, strides, pad }: Case): Results {
  const [rows, columns, , filters] = filter;
  const info = tf.backend_util.computeConv2DInfo([images, height, width, channels], filter, strides, 1, pad);
  const { outHeight, outWidth, padInfo } = info;
  const shape: Four = [images, outHeight, outWidth, filters];
  const values = (of: Four, seed: number): Float32Array =>
    random(seed).normal(new Float32Array(tf.util.sizeFromShape(of)));
  const [x, w, dy] = [values([images, height, width, channels], 1), values(filter, 2), values(shape, 3)];
  const output = new Float32Array(dy.length);
  const dx = new Float32Array(x.length);
  const dFilter = new Float32Array(w.length);
  const block = new Float32Array(w.length);
  const linesOfPart = Math.max(1, Math.floor(2 ** 17 / (outWidth * rows * columns * channels)));
  for (let position = 0; position < images * outHeight * outWidth; position++) {
    const line = Math.floor(position / outWidth);
    const inPart = position - Math.floor(line / linesOfPart) * linesOfPart * outWidth;
    if (inPart % 256 === 0) addBlock();
    for (let tap = 0; tap < rows * columns; tap++) {
      const row = (line % outHeight) * strides[0] + Math.floor(tap / columns) - padInfo.top;
      const column = (position % outWidth) * strides[1] + (tap % columns) - padInfo.left;
      if (row < 0 || row >= height || column < 0 || column >= width) continue;
      const at = ((Math.floor(line / outHeight) * height + row) * width + column) * channels;
      for (let c = 0; c < channels; c++) {
        let sum = 0;
        for (let f = 0; f < filters; f++) {
          const [i, k] = [position * filters + f, (tap * channels + c) * filters + f];
          output[i] += Math.fround(x[at + c] * w[k]);
          block[k] += Math.fround(x[at + c] * dy[i]);
          sum = Math.fround(sum + Math.fround(dy[i] * w[k]));
        }
        dx[at + c] += sum;
      }
    }
  }
  addBlock();
  return { output, dx, dFilter };

  function addBlock(): void {
    block.forEach((sum, k) => {
      dFilter[k] += sum;
    });
    block.fill(0);
  }
}
