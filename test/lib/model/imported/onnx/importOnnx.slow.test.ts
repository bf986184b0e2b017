import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, tensor, transpose } from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { random, useBackend } from 'initlab';
import { readForeignModel } from '../../../../../lib/src/model/imported/readForeignModel.js';
import { temporaryFolder } from '../../../../kernel/support/files.js';
import { requirePyTorch } from '../../../../notebooks/pytorch/pytorch.js';
import { measureMutations } from '../../files/mutations.js';
import { writeOnnx } from './writeOnnx.js';

interface Expected {
  x: number[];
  xShape: number[];
  y: number[];
  yShape: number[];
}

describe('importOnnx on models that PyTorch exports', function () {
  this.timeout(300_000);

  it('computes the outputs of PyTorch, at three opsets and with and without folded constants', async () => {
    requirePyTorch();
    await useBackend('wasm');
    const folder = temporaryFolder();
    const script = join(import.meta.dirname, 'export.py');
    const { status, stderr } = spawnSync('/usr/bin/python3', [script, folder], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
    const files = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
    expect(files).to.have.lengthOf(48);
    for (const file of files) {
      const name = file.slice(0, file.indexOf('-'));
      const { x, xShape, y, yShape } = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Expected;
      const { model, inputs } = await readForeignModel(join(folder, file));
      const data = tensor(x, xShape);
      const output = model.predict(inputs[0].axes ? transpose(data, [...inputs[0].axes]) : data) as Tensor;
      expect(output.shape, file).to.deep.equal(yShape);
      const largest = Math.max(...Array.from(output.dataSync(), (value, i) => Math.abs(value - y[i])));
      expect(largest, file).to.be.below(1e-5);
      model.dispose();
    }
  });
});

describe('importOnnx on many damaged files', function () {
  this.timeout(600_000);

  it('refuses or imports each of 10000 damaged files in less than 1 GiB', async () => {
    const shape = { 'conv.weight': [3, 2, 3, 3], 'fc.weight': [4, 3] };
    const tensors = Object.fromEntries(
      Object.entries(shape).map(([name, sizes]) => {
        const count = sizes.reduce((product, n) => product * n, 1);
        return [name, { shape: sizes, data: random(1).normal(new Float32Array(count)) }];
      }),
    );
    const bytes = writeOnnx({
      opset: 17,
      nodes: [
        {
          type: 'Conv',
          inputs: ['x', 'conv.weight'],
          outputs: ['z'],
          attributes: { pads: [1, 1, 1, 1], strides: [2, 2] },
        },
        { type: 'Relu', inputs: ['z'], outputs: ['a'] },
        { type: 'MaxPool', inputs: ['a'], outputs: ['m'], attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } },
        { type: 'GlobalAveragePool', inputs: ['m'], outputs: ['p'] },
        { type: 'Flatten', inputs: ['p'], outputs: ['f'] },
        { type: 'Gemm', inputs: ['f', 'fc.weight'], outputs: ['y'], attributes: { transB: 1 } },
      ],
      tensors,
      inputs: { x: [null, 2, 8, 8] },
      outputs: ['y'],
    });
    const { refused, read, mebibytes } = await measureMutations(bytes, 10_000, 3, 'model');
    expect(refused + read).to.equal(10_000);
    expect(mebibytes).to.be.below(1024);
  });
});
