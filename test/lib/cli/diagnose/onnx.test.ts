import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { heNormal, normal, random, useBackend } from 'initlab';
import { openWeights } from '../../../../lib/src/model/files/openWeights.js';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { type Node, type Tensor, writeOnnx } from '../../model/imported/onnx/writeOnnx.js';
import { npy } from '../../train/data/npy.js';
import { inProcess } from '../inProcess.js';

const SAMPLES = 64;
const IMAGE = [2, 8, 8];
const CHANNELS = [2, 8, 8, 8, 8];

/** Writes a net of four convolutions and a linear layer, as PyTorch's exporter names its parts. */
function cnn(folder: string, init: ReturnType<typeof heNormal>): string {
  const tensors: Record<string, Tensor> = {};
  const nodes: Node[] = [];
  CHANNELS.slice(1).forEach((units, i) => {
    const inputs = CHANNELS[i];
    const values = init(random(i + 1), [3, 3, inputs, units]);
    // From [height, width, inputs, units] to [units, inputs, height, width].
    const data = Float32Array.from(values, (_, at) => {
      const [unit, input, place] = [Math.floor(at / (9 * inputs)), Math.floor(at / 9) % inputs, at % 9];
      return values[(place * inputs + input) * units + unit];
    });
    tensors[`conv${i + 1}.weight`] = { shape: [units, inputs, 3, 3], data };
    const from = i === 0 ? 'x' : `a${i}`;
    nodes.push(
      {
        type: 'Conv',
        inputs: [from, `conv${i + 1}.weight`],
        outputs: [`z${i + 1}`],
        attributes: { pads: [1, 1, 1, 1] },
      },
      { type: 'Relu', inputs: [`z${i + 1}`], outputs: [`a${i + 1}`] },
    );
  });
  tensors['fc.weight'] = { shape: [3, 8], data: heNormal({ gain: 1 })(random(9), [8, 3]) };
  nodes.push(
    { type: 'GlobalAveragePool', inputs: ['a4'], outputs: ['p'] },
    { type: 'Flatten', inputs: ['p'], outputs: ['f'] },
    { type: 'Gemm', inputs: ['f', 'fc.weight'], outputs: ['y'], attributes: { transB: 1 } },
  );
  const path = join(folder, 'model.onnx');
  writeFileSync(path, writeOnnx({ opset: 17, nodes, tensors, inputs: { x: [null, ...IMAGE] }, outputs: ['y'] }));
  return path;
}

/** Writes images with channels first, and classes that depend on their second channel. */
function data(folder: string): string[] {
  const x = random(20).normal(new Float32Array(SAMPLES * 128));
  const labels = BigInt64Array.from({ length: SAMPLES }, (_, i) => {
    const second = x.subarray(i * 128 + 64, (i + 1) * 128);
    const mean = second.reduce((sum, value) => sum + value, 0) / 64;
    return BigInt(mean < -0.05 ? 0 : mean < 0.05 ? 1 : 2);
  });
  writeFileSync(join(folder, 'x.npy'), npy('<f4', `(${SAMPLES}, 2, 8, 8)`, x));
  writeFileSync(join(folder, 'y.npy'), npy('<i8', `(${SAMPLES},)`, labels));
  return ['--data', join(folder, 'x.npy'), '--labels', join(folder, 'y.npy')];
}

describe('initlab diagnose MODEL.onnx', () => {
  before(() => useBackend('wasm'));

  it('reports a healthy model of another program, with arrays of NumPy', async () => {
    const folder = temporaryFolder();
    const { code, stdout, stderr } = await inProcess(['diagnose', cnn(folder, heNormal()), ...data(folder)]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^healthy/);
  });

  it('names the layer of the file at which the trouble begins', async () => {
    const folder = temporaryFolder();
    const args = ['diagnose', cnn(folder, normal({ std: 0.01 })), ...data(folder), '--json'];
    const { code, stdout } = await inProcess(args);
    const { findings } = JSON.parse(stdout);
    expect(code).to.equal(1);
    expect(findings[0]).to.include({ kind: 'vanishingForward', layer: 'conv1' });
  });

  it('writes the repaired weights by the names of the file, with which the verdict changes', async () => {
    const folder = temporaryFolder();
    const repaired = join(folder, 'repaired.safetensors');
    const model = cnn(folder, normal({ std: 0.01 }));
    const { stdout } = await inProcess(['diagnose', model, ...data(folder), '--repair', repaired]);
    expect(stdout).to.contain("nn.init.kaiming_normal_(layer.weight, nonlinearity='relu')");
    expect(stdout).to.contain(`The repaired weights are in ${repaired}. With them, the model is healthy`);
    const file = await openWeights(repaired);
    const shapes = Object.fromEntries(file.tensors.map(({ name, shape }) => [name, shape]));
    expect(shapes).to.deep.include({ 'conv1.weight': [8, 2, 3, 3], 'conv4.weight': [8, 8, 3, 3], 'fc.weight': [3, 8] });
    // n·Var(w) is 2 for He, within six standard errors for 144 weights.
    const values = file.tensors[0].read?.() as Float32Array;
    expect((18 * values.reduce((sum, w) => sum + w * w, 0)) / values.length).to.be.within(0.6, 3.4);
    file.close();
    expect((await inProcess(['diagnose', model, ...data(folder), '--repair', repaired])).stderr).to.contain(
      'exists already',
    );
    const other = await inProcess(['diagnose', model, ...data(folder), '--repair', join(folder, 'other')]);
    expect(other).to.deep.include({ code: 2 });
    expect(other.stderr).to.contain('Name one that ends in .safetensors');
  });

  it('writes a report as one page, in which names of files are only text', async () => {
    const folder = temporaryFolder();
    const model = join(folder, '<b>model.onnx');
    renameSync(cnn(folder, normal({ std: 0.01 })), model);
    const report = join(folder, 'report.html');
    const { code, stdout } = await inProcess(['diagnose', model, ...data(folder), '--report', report]);
    expect(code).to.equal(1);
    const html = readFileSync(report, 'utf8');
    expect(html)
      .to.match(/^<!doctype html>/)
      .and.to.contain('&lt;b&gt;model.onnx')
      .and.not.to.contain('<b>model');
    expect(html).to.contain(stdout.split('\n', 1)[0]).and.to.contain('conv1').and.to.contain('Plotly.newPlot');
    expect(html).to.contain("default-src 'none'");
    const wrong = await inProcess(['diagnose', model, ...data(folder), '--report', join(folder, 'report.pdf')]);
    expect(wrong).to.deep.include({ code: 2 });
    expect(wrong.stderr).to.contain('Name a file that ends in .html');
  });

  it('turns images with channels first, but not those that have the channels last', async () => {
    const folder = temporaryFolder();
    const model = cnn(folder, heNormal());
    const secondMoments = async (shape: string, values: Float32Array): Promise<number[]> => {
      writeFileSync(join(folder, 'own.npy'), npy('<f4', shape, values));
      const [, , , labels] = data(folder);
      const args = ['diagnose', model, '--data', join(folder, 'own.npy'), '--labels', labels, '--json'];
      const { layers } = JSON.parse((await inProcess(args)).stdout);
      return layers.map(({ secondMoment }: { secondMoment: number }) => secondMoment);
    };
    const first = random(3).normal(new Float32Array(SAMPLES * 128));
    const last = Float32Array.from(first, (_, at) => {
      const [sample, place, channel] = [Math.floor(at / 128), Math.floor(at / 2) % 64, at % 2];
      return first[sample * 128 + channel * 64 + place];
    });
    const expected = await secondMoments(`(${SAMPLES}, 2, 8, 8)`, first);
    expect(await secondMoments(`(${SAMPLES}, 8, 8, 2)`, last)).to.deep.equal(expected);
    expect(await secondMoments(`(${SAMPLES}, 128)`, first)).to.deep.equal(expected);
  });

  it('says in one sentence what it does not know of a model', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'model.onnx');
    const nodes = [{ type: 'Einsum', inputs: ['x'], outputs: ['y'], name: '/mix' }];
    writeFileSync(path, writeOnnx({ opset: 17, nodes, inputs: { x: [null, 4] }, outputs: ['y'] }));
    expect(await inProcess(['diagnose', path, ...data(folder)])).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: `initlab: ${path}: the node "/mix" of type Einsum is not known, so that the model after it cannot be computed.\n`,
    });
  });
});
