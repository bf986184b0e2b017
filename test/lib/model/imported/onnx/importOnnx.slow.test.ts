import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Tensor, tensor, transpose } from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { readForeignModel } from '../../../../../lib/src/model/imported/readForeignModel.js';
import { temporaryFolder } from '../../../../kernel/support/files.js';
import { requirePyTorch } from '../../../../notebooks/pytorch/pytorch.js';

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
