import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { train } from '@tensorflow/tfjs-core';
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { heNormal, initWeights, toLayersInitializer, useBackend } from 'initlab';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { inProcess } from '../inProcess.js';
import { anySize, cnn, compiled, lstm, mlp, residual, saved, table } from '../savedModels.js';
import { initlab, start } from '../support.js';

const inputs = ['--features', 'p,q,r,s'];
const classes = (file = table()): string[] => ['--data', file, ...inputs, '--label', 'kind'];
const mnist = ['images-idx3', 'labels-idx1'].map((part) => `data/mnist/t10k-${part}-ubyte.gz`);
const digits = ['--data', mnist[0], '--labels', mnist[1], '--scale', '0.004', '--samples', '16'];

describe('initlab diagnose', () => {
  before(() => useBackend('wasm'));

  it('reports a healthy model and exits with 0', async () => {
    const { code, stdout, stderr } = await initlab(['diagnose', await saved(mlp()), ...classes()]);
    expect({ code, stdout, stderr }).to.deep.equal({ code: 0, stdout: 'healthy: no fault\n', stderr: '' });
  });

  it('names the fault of an unhealthy model and exits with 1, and writes only JSON to stdout under --json', async () => {
    const { code, stdout, stderr } = await initlab([
      'diagnose',
      await saved(mlp({ std: 0.01 })),
      ...classes(),
      '--json',
    ]);
    expect({ code, stderr }).to.deep.equal({ code: 1, stderr: '' });
    const { verdict, findings, layers: measured } = JSON.parse(stdout);
    expect(verdict).to.equal('unhealthy');
    expect(findings[0]).to.include({ kind: 'vanishingForward', layer: 'hidden1', severity: 'fault' });
    expect(findings[0].repair.code).to.contain('heNormal()');
    expect(measured.map(({ name }: { name: string }) => name)).to.include.members(['hidden1', 'output']);
  });

  it('stops at once on Ctrl-C', async () => {
    // On a terminal, a line of progress says that it is in the midst of its measurements.
    const node = ['--import', 'data:text/javascript,process.stderr.isTTY = true'];
    const args = ['diagnose', await saved(cnn()), '--data', mnist[0], '--labels', mnist[1], '--samples', '10000'];
    const child = start(args, { node });
    const ended = once(child, 'close');
    await once(child.stderr as Readable, 'data');
    child.kill('SIGINT');
    expect(await ended).to.deep.equal([null, 'SIGINT']);
  });

  it('explains its data, its options and its exit codes', async () => {
    const { code, stdout } = await inProcess(['diagnose', '--help']);
    expect(code).to.equal(0);
    const options = [
      'data',
      'label',
      'target',
      'labels',
      'features',
      'classes',
      'missing',
      'scale',
      'standardize',
      'loss',
    ];
    for (const option of [...options, 'optimizer', 'learning-rate', 'steps', 'samples', 'seed', 'json', 'repair'])
      expect(stdout).to.contain(`  --${option}`);
    expect(stdout)
      .to.match(/on the same scale as in training/)
      .and.to.match(/Exit code: 0 .* 1 .* 2 /s);
    expect(stdout.split('\n').every((line) => line.length <= 110)).to.equal(true);
  });

  describe('with models and data of all kinds', () => {
    const models: [string, () => LayersModel, string[]][] = [
      ['a graph with a shortcut', residual, classes()],
      ['an LSTM for sequences of any length', lstm, classes()],
      ['convolutions with batch normalization, and IDX files', cnn, digits],
      ['a net for images of any size', anySize, digits],
      [
        'a model compiled with the cross entropy of rows',
        () => compiled(mlp(), 'categoricalCrossentropy', train.adam(0.001)),
        classes(),
      ],
      [
        'a model compiled with the cross entropy of numbers',
        () => compiled(mlp(), 'sparseCategoricalCrossentropy', 'sgd'),
        classes(),
      ],
      ['logits of several classes', () => mlp({ activation: 'linear' }), classes()],
      [
        'a sigmoid of two classes',
        () => mlp({ units: 1, activation: 'sigmoid' }),
        classes(table({ kinds: ['no', 'yes'] })),
      ],
      ['a logit of two classes', () => mlp({ units: 1, activation: 'linear' }), classes(table({ kinds: ['0', '1'] }))],
      ['sigmoids for several classes', () => mlp({ activation: 'sigmoid' }), classes()],
      [
        'a regression',
        () => mlp({ units: 1, activation: 'linear' }),
        ['--data', table(), ...inputs, '--target', 'size'],
      ],
    ];
    for (const [what, model, data] of models)
      it(`accepts ${what}`, async () => {
        const { code, stdout, stderr } = await inProcess(['diagnose', await saved(model()), ...data]);
        expect(stderr).to.equal('');
        expect(stdout).to.match(/^healthy/);
        expect(code).to.equal(0);
      });

    it('reads weights from several files, in the order of model.json', async () => {
      const folder = await saved(mlp({ std: 0.01 }), 3000);
      expect(existsSync(join(folder, 'group1-shard9.bin'))).to.equal(true);
      const whole = await inProcess(['diagnose', await saved(mlp({ std: 0.01 })), ...classes(), '--json']);
      expect(await inProcess(['diagnose', folder, ...classes(), '--json'])).to.deep.equal(whole);
    });

    it('reads weights that are quantized to one byte', async () => {
      const folder = await saved(mlp());
      const file = join(folder, 'model.json');
      const json = JSON.parse(readFileSync(file, 'utf8'));
      const weights = new Float32Array(new Uint8Array(readFileSync(join(folder, 'group1-shard1.bin'))).buffer);
      writeFileSync(
        join(folder, 'group1-shard1.bin'),
        Uint8Array.from(weights, (w) => Math.round((w + 2) / 0.02)),
      );
      for (const spec of json.weightsManifest[0].weights) spec.quantization = { dtype: 'uint8', min: -2, scale: 0.02 };
      writeFileSync(file, JSON.stringify(json));
      const { code, stderr } = await inProcess(['diagnose', folder, ...classes()]);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    });

    it('accepts the path of model.json itself, and initializers of the library in it', async () => {
      const kernelInitializer = toLayersInitializer(heNormal(), 1);
      const hidden = layers.dense({ units: 32, activation: 'relu', inputShape: [4], kernelInitializer });
      const folder = await saved(sequential({ layers: [hidden, layers.dense({ units: 3, activation: 'softmax' })] }));
      const { code, stderr } = await inProcess(['diagnose', join(folder, 'model.json'), ...classes()]);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    });
  });

  it('uses inputs unchanged, scaled or standardized, as the options say', async () => {
    const model = await saved(mlp());
    const data = classes(table({ scale: 1000 }));
    const first = async (...more: string[]): Promise<string> =>
      (await inProcess(['diagnose', model, ...data, ...more])).stdout.split('\n', 1)[0];
    expect(await first()).to.equal('unhealthy: 1 fault');
    expect(await first('--scale', '0.001')).to.equal('healthy: no fault');
    expect(await first('--standardize')).to.equal('healthy: no fault');
  });

  it('judges the learning rate with the optimizer that --optimizer names', async () => {
    const model = await saved(mlp());
    const rate = async (value: string): Promise<{ verdict: string; findings: { kind: string }[] }> =>
      JSON.parse(
        (await inProcess(['diagnose', model, ...classes(), '--json', '--optimizer', 'sgd', '--learning-rate', value]))
          .stdout,
      );
    expect((await rate('0.01')).verdict).to.equal('healthy');
    const { verdict, findings } = await rate('1000');
    expect(verdict).to.equal('unhealthy');
    expect(findings[0].kind).to.equal('learningRate');
  });

  it('uses the loss, the number of samples and the seed that its options give', async () => {
    const diagnosed = async (...more: string[]): Promise<string> =>
      (await inProcess(['diagnose', await saved(mlp()), ...classes(), '--json', ...more])).stdout;
    const standard = await diagnosed();
    expect(await diagnosed('--seed', '0', '--samples', '128', '--trial-steps', '10')).to.equal(standard);
    expect(await diagnosed('--samples', '8')).not.to.equal(standard);
    expect(await diagnosed('--seed', '5')).not.to.equal(standard);
    expect(JSON.parse(await diagnosed('--loss', 'meanSquaredError')).verdict).to.equal('healthy');
  });

  it('reads whole numbers as positions of outputs, and class names in the order of --classes', async () => {
    const biased = async (data: string[]): Promise<string> => {
      const model = mlp();
      initWeights(model, {
        rule: ({ name }) => (name === 'output' ? { bias: () => Float32Array.of(0, 0, 4) } : undefined),
      });
      return (await inProcess(['diagnose', await saved(model), ...data])).stdout.split('\n', 1)[0];
    };
    // The model is confident of class 2, which is the class of nearly all rows under one order and
    // of few under the other. Rows of one class alone would be a fault of the data.
    const mostly = (kind: string, rare: string): string => table({ kinds: [...Array(19).fill(kind), rare] });
    expect(await biased(classes(mostly('2', '0')))).to.match(/^healthy/);
    expect(await biased(classes(mostly('0', '2')))).to.match(/^unhealthy/);
    expect(await biased([...classes(mostly('x', 'y')), '--classes', 'y,z,x'])).to.match(/^healthy/);
    expect(await biased([...classes(mostly('x', 'y')), '--classes', 'x,y,z'])).to.match(/^unhealthy/);
  });

  it('leaves out lines with empty cells, or fills the cells, as --missing says', async () => {
    const model = await saved(mlp());
    for (const missing of ['drop', 'mean'])
      expect(
        (await inProcess(['diagnose', model, ...classes(table({ cell: '' })), '--missing', missing])).code,
      ).to.equal(0);
  });

  it('writes NaN and infinite numbers as text, so that the JSON is valid', async () => {
    const { code, stdout } = await inProcess(['diagnose', await saved(mlp({ std: 1e12 })), ...classes(), '--json']);
    expect(code).to.equal(1);
    expect(JSON.parse(stdout).verdict).to.equal('unhealthy');
    expect(stdout).to.match(/"(NaN|Infinity)"/);
  });

  describe('with --repair', () => {
    it('saves a repaired model that is healthy, and leaves the given model unchanged', async () => {
      const given = await saved(compiled(mlp({ std: 0.01 }), 'categoricalCrossentropy', 'sgd'));
      const before = readFileSync(join(given, 'group1-shard1.bin'));
      const folder = join(temporaryFolder(), 'repaired', 'model');
      const { code, stdout } = await inProcess(['diagnose', given, ...classes(), '--repair', folder]);
      expect(code).to.equal(1);
      expect(stdout).to.contain(`The repaired model is in ${folder}. It is healthy: no fault.`);
      expect(readFileSync(join(given, 'group1-shard1.bin')).equals(before)).to.equal(true);
      expect(JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8')).trainingConfig.loss).to.match(/categorical/);
      expect((await inProcess(['diagnose', folder, ...classes()])).stdout).to.equal('healthy: no fault\n');
    });

    it('reports the repaired model under --json', async () => {
      const folder = join(temporaryFolder(), 'repaired');
      const args = ['diagnose', await saved(mlp({ std: 0.01 })), ...classes(), '--json', '--repair', folder];
      const { repaired } = JSON.parse((await inProcess(args)).stdout);
      expect(repaired).to.deep.equal({ folder, verdict: 'healthy', headline: 'healthy: no fault' });
    });

    it('writes nothing if there is nothing to repair', async () => {
      const folder = join(temporaryFolder(), 'repaired');
      const { code, stdout } = await inProcess(['diagnose', await saved(mlp()), ...classes(), '--repair', folder]);
      expect({ code, exists: existsSync(folder) }).to.deep.equal({ code: 0, exists: false });
      expect(stdout).to.contain('Nothing was repaired: there is no fault.');
    });
  });
});
