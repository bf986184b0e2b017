import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { io, ones, type Tensor } from '@tensorflow/tfjs-core';
import { layers, loadLayersModel, sequential } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { saveModel, useBackend } from 'initlab';
import { temporaryFolder } from '../../kernel/support/files.js';

const net = () =>
  sequential({ layers: [layers.dense({ units: 3, inputShape: [2], activation: 'relu' }), layers.dense({ units: 1 })] });

/** Reads the folder with tfjs's own loader. */
function read(folder: string) {
  const { weightsManifest, ...description } = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const [{ paths, weights }] = weightsManifest;
  const { buffer, byteOffset, length } = readFileSync(join(folder, paths[0]));
  const weightData = buffer.slice(byteOffset, byteOffset + length) as ArrayBuffer;
  return loadLayersModel(io.fromMemory({ ...description, weightSpecs: weights, weightData }));
}

describe('saveModel', () => {
  before(() => useBackend('wasm'));

  it('creates the folder and writes a model that tfjs reads back unchanged', async () => {
    const model = net();
    const folder = join(temporaryFolder(), 'a', 'model');
    await saveModel(model, folder);
    const again = await read(folder);
    const output = (of: typeof again) => Array.from((of.predict(ones([4, 2])) as Tensor).dataSync());
    expect(output(again)).to.deep.equal(output(model));
    expect(again.loss).to.equal(undefined);
  });

  it('keeps the loss of a compiled model, and replaces an earlier save', async () => {
    const folder = temporaryFolder();
    await saveModel(net(), folder);
    const model = net();
    model.compile({ loss: 'meanSquaredError', optimizer: 'adam' });
    await saveModel(model, folder);
    expect((await read(folder)).loss).to.equal('meanSquaredError');
  });

  it('names the folder that it cannot write to', async () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    const error = await saveModel(net(), file).catch((thrown) => thrown);
    expect(String(error))
      .to.match(/EEXIST|ENOTDIR/)
      .and.to.contain(file);
  });
});
