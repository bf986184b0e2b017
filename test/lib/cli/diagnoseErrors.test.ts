import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  model as functional,
  input,
  type LayersModel,
  layers,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { temporaryFolder } from '../../kernel/support/files.js';
import { inProcess } from './inProcess.js';
import { cnn, mlp, saved, table } from './savedModels.js';

const [images, labels] = ['images-idx3', 'labels-idx1'].map((part) => `data/mnist/t10k-${part}-ubyte.gz`);

/** Creates a folder with these files, given as name and text. */
function folderOf(files: Record<string, string>): string {
  const folder = join(temporaryFolder(), 'model');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return folder;
}

describe('initlab diagnose', () => {
  let model: string;
  let digits: string;
  let data: string[];

  before(async () => {
    await useBackend('wasm');
    [model, digits] = [await saved(mlp()), await saved(cnn())];
    data = ['--data', table(), '--features', 'p,q,r,s', '--label', 'kind'];
  });

  /**
   * Expects exit code 2, nothing on stdout, and a message without stack trace that has all parts.
   */
  async function refused(args: string[], ...parts: (string | RegExp)[]): Promise<void> {
    const { code, stdout, stderr } = await inProcess(['diagnose', ...args]);
    for (const part of parts) {
      if (typeof part === 'string') expect(stderr).to.contain(part);
      else expect(stderr).to.match(part);
    }
    expect(stderr)
      .to.match(/^initlab: /)
      .and.not.to.match(/\n\s+at /);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
  }

  describe('with wrong arguments', () => {
    it('rejects a missing model, missing data, or several models', async () => {
      await refused([], 'No model was given', 'See: initlab diagnose --help');
      await refused([model], 'No data was given. Add --data FILE, or --x FILE and --y FILE.');
      await refused([model, 'other', ...data], 'Give one model, not 2');
      await refused([model, '--data'], "'--data <value>' argument missing");
    });

    it('rejects an unknown option', () => refused([model, ...data, '--wat'], 'There is no option "--wat".', '--help'));

    it('rejects a missing target, or two targets', async () => {
      await refused([model, '--data', table()], '--label COLUMN or --target COLUMN of a table, or --labels FILE');
      await refused([model, ...data, '--target', 'size'], 'Give exactly one target');
    });

    const numbers: [string, string, string][] = [
      ['--scale', 'abc', 'a number other than 0, not "abc"'],
      ['--scale', '0', 'a number other than 0, not "0"'],
      ['--scale', '', 'a number other than 0, not ""'],
      ['--learning-rate', '0', 'a number above 0, not "0"'],
      ['--samples', '1.5', 'a whole number of at least 1, not "1.5"'],
      ['--trial-steps', '0', 'a whole number of at least 1, not "0"'],
      ['--steps', '0', 'a whole number of at least 1, not "0"'],
      ['--seed', 'x', 'a whole number of at least 0, not "x"'],
      ['--optimizer', 'lion', 'one of sgd, momentum, adam, rmsprop, adagrad, not "lion"'],
      ['--missing', 'zero', 'one of error, drop, mean, not "zero"'],
      ['--features', 'p,,q', 'different names separated by commas, not "p,,q"'],
    ];
    for (const [option, value, message] of numbers)
      it(`rejects ${option} "${value}"`, () =>
        refused([model, '--data', 't.csv', '--label', 'kind', option, value], option, message));

    it('rejects options that contradict each other', async () => {
      await refused([model, ...data, '--scale', '2', '--standardize'], 'Give --scale or --standardize, not both');
      await refused([model, '--data', table(), '--target', 'size', '--classes', 'a,b'], '--classes needs --label');
      await refused([model, '--data', images, '--labels', labels, '--features', 'p'], '--features is for a table');
    });

    it('rejects an unknown loss', () =>
      refused([model, ...data, '--loss', 'nope'], '--loss is "nope"; allowed: crossEntropy'));
  });

  describe('with a wrong model', () => {
    it('rejects a path that does not exist', () =>
      refused(['/nowhere', ...data], '/nowhere: there is no such folder or file'));
    it('rejects a folder without model.json', () =>
      refused([folderOf({}), ...data], 'model.json, which every saved model has, does not exist'));
    it('rejects JSON that is cut off', () =>
      refused([folderOf({ 'model.json': '{"a":' }), ...data], 'model.json is not valid JSON'));
    it('rejects JSON that describes no model', async () => {
      await refused([folderOf({ 'model.json': '[1]' }), ...data], 'has no modelTopology. Give a layers model');
      await refused([folderOf({ 'model.json': 'null' }), ...data], 'has no modelTopology');
    });
    it('rejects a graph model', () =>
      refused(
        [folderOf({ 'model.json': '{"format":"graph-model","modelTopology":{}}' }), ...data],
        'graph model, which has no layers',
      ));

    it('rejects weights that are missing or too short', async () => {
      const json = readFileSync(join(model, 'model.json'), 'utf8');
      await refused(
        [folderOf({ 'model.json': json }), ...data],
        'group1-shard1.bin, which model.json names, does not exist',
      );
      const short = folderOf({ 'model.json': json, 'group1-shard1.bin': 'x'.repeat(500) });
      await refused([short, ...data], /group1-shard1\.bin: 500 bytes of weights, but model\.json asks for \d{5}/);
    });

    it('rejects a list of weights that has another form, and names the entry', async () => {
      const json = JSON.parse(readFileSync(join(model, 'model.json'), 'utf8'));
      const [{ paths, weights }] = json.weightsManifest;
      const [first] = weights;
      const one = (change: object): object[] => [{ paths, weights: [{ ...first, ...change }] }];
      for (const [weightsManifest, message] of [
        [5, 'weightsManifest is 5; it must be a list of groups'],
        [{ paths }, 'weightsManifest is an object'],
        [[null], 'weightsManifest[0] is null; it must be a group of paths and weights'],
        [[{ paths: 'group1-shard1.bin', weights }], 'weightsManifest[0].paths is "group1-shard1.bin"'],
        [[{ paths, weights: {} }], 'weightsManifest[0].weights is an object'],
        [[{ paths, weights: [null] }], 'weightsManifest[0].weights[0] is null'],
        [one({ name: 7 }), 'weights[0].name is 7; it must be a text'],
        [one({ shape: '4' }), 'weights[0].shape is "4"; it must be a list of whole numbers'],
        [one({ shape: [-1, 4] }), 'weights[0].shape is [-1, 4]'],
        [one({ shape: [1e200, 1e200] }), 'weights[0].shape is [1e+200, 1e+200]'],
        [one({ dtype: '__proto__' }), 'is of type __proto__; allowed: float32'],
        [one({ dtype: 'toString' }), 'is of type toString; allowed: float32'],
        [one({ quantization: 8 }), 'weights[0].quantization is 8'],
      ] as const)
        await refused([folderOf({ 'model.json': JSON.stringify({ ...json, weightsManifest }) }), ...data], message);
    });

    it('reads no file outside of the folder of the model, and no endless one', async () => {
      const json = JSON.parse(readFileSync(join(model, 'model.json'), 'utf8'));
      const [{ weights }] = json.weightsManifest;
      const withPath = (path: string): string =>
        folderOf({ 'model.json': JSON.stringify({ ...json, weightsManifest: [{ paths: [path], weights }] }) });
      for (const path of ['../../../../dev/zero', '/dev/zero', 'a/../../b.bin', '..', '', 'a\\..\\..\\b.bin'])
        await refused([withPath(path), ...data], 'it must be the name of a file in the folder of the model');
      const linked = withPath('zero.bin');
      symlinkSync('/dev/zero', join(linked, 'zero.bin'));
      await refused([linked, ...data], 'zero.bin, which model.json names, is not a regular file');
    });

    it('accepts a byte order mark at the start of model.json', async () => {
      const folder = folderOf({ 'model.json': `\uFEFF${readFileSync(join(model, 'model.json'), 'utf8')}` });
      writeFileSync(join(folder, 'group1-shard1.bin'), readFileSync(join(model, 'group1-shard1.bin')));
      const { code, stderr } = await inProcess(['diagnose', folder, ...data, '--json']);
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    });

    it('rejects a layer that TensorFlow.js does not know', async () => {
      const json = readFileSync(join(model, 'model.json'), 'utf8').replace(
        '"class_name":"Dense"',
        '"class_name":"Mystery"',
      );
      const weights = folderOf({ 'model.json': json });
      writeFileSync(join(weights, 'group1-shard1.bin'), readFileSync(join(model, 'group1-shard1.bin')));
      await refused([weights, ...data], 'TensorFlow.js cannot build this model (Unknown layer: Mystery');
    });

    it('rejects a model with two inputs, or with an output for each step', async () => {
      const two = [input({ shape: [4] }), input({ shape: [4] })];
      const sum = layers.dense({ units: 3 }).apply(layers.add().apply(two)) as SymbolicTensor;
      const steps = sequential({ layers: [layers.lstm({ units: 3, returnSequences: true, inputShape: [4, 1] })] });
      await refused(
        [await saved(functional({ inputs: two, outputs: sum })), ...data],
        'has 2 inputs and 1 output. Give a file for each',
      );
      await refused([await saved(steps), ...data], "The model's output has shape 4 × 3 per sample");
    });
  });

  describe('with wrong data', () => {
    it('rejects a file that does not exist', () =>
      refused([model, '--data', 'no.csv', '--label', 'kind'], 'no.csv: there is no such file'));

    it('rejects a column that does not exist', () =>
      refused(
        [model, '--data', table(), '--label', 'sort'],
        'no column "sort"; the columns are p, q, r, s, kind, size',
      ));

    it('rejects a cell that is text, or empty', async () => {
      const cells = (cell: string): string[] => ['--data', table({ cell }), '--features', 'p,q,r,s', '--label', 'kind'];
      await refused([model, ...cells('foo')], 'line 2, column p: "foo" is not a number', 'with --features');
      await refused(
        [model, ...cells('')],
        'line 2, column p: the value is missing',
        '--missing drop',
        '--missing mean',
      );
    });

    it('rejects a folder as data, the target among the inputs, and classes as numbers', async () => {
      const one = await saved(mlp({ units: 1, activation: 'linear' }));
      await refused([one, '--data', model, '--target', 'size'], 'is a folder, not a file');
      const target = ['--data', table(), '--target'];
      await refused(
        [one, ...target, 'size', '--features', 'p,q,r,size'],
        'column size is to be predicted, and is among the features too. Leave it out of --features.',
      );
      await refused(
        [one, ...target, 'kind', '--features', 'p,q,r,s'],
        'is not a number. If it holds classes, give --label COLUMN instead of --target.',
      );
    });

    it('rejects more or fewer inputs than the model takes', async () => {
      await refused(
        [model, '--data', table(), '--label', 'kind'],
        'with the columns p, q, r, s, size',
        '5 numbers per sample; the model takes 4 numbers',
      );
      await refused(
        [model, '--data', images, '--labels', labels],
        '784 numbers, 28 × 28, per sample; the model takes 4 numbers',
      );
      await refused(
        [digits, '--data', labels, '--labels', labels],
        '1 number per sample; the model takes 784 numbers, 28 × 28 × 1',
      );
    });

    it('rejects an IDX file given as a table, and a table given as an IDX file', async () => {
      await refused([digits, '--data', images, '--label', 'kind'], 'For an IDX file, give --labels FILE');
      await refused(
        [digits, '--data', table(), '--labels', labels],
        'For a table, give --label COLUMN or --target COLUMN.',
      );
      await refused(
        [digits, '--data', images, '--labels', images],
        'shape 2000 × 28 × 28; a file of classes must have one number',
      );
      await refused(
        [digits, '--data', images, '--labels', 'data/mnist/train-labels-idx1-ubyte.gz'],
        '2000 samples and',
        'has 12000',
      );
    });

    const outputs: [string, () => LayersModel, string[], string[], string][] = [
      [
        'more classes than outputs',
        mlp,
        ['a', 'b', 'c', 'd'],
        [],
        'are a, b, c, d; the model has 3 outputs: they must be 3 class names',
      ],
      [
        'fewer class names than outputs',
        mlp,
        ['a', 'b'],
        [],
        'list all of them in the order of the outputs: --classes A,B,…',
      ],
      ['a number beyond the outputs', mlp, ['0', '3'], [], 'whole numbers from 0 to 2'],
      [
        'three classes for one output',
        () => mlp({ units: 1, activation: 'sigmoid' }),
        ['a', 'b', 'c'],
        [],
        'the model has 1 output: they must be 2 class names',
      ],
      [
        'a text that is not listed',
        mlp,
        ['a', 'b'],
        ['--classes', 'a,x,y'],
        '--classes must list 3 class names, including all that occur in the file',
      ],
      ['a list that is too short', mlp, ['a', 'b'], ['--classes', 'a,b'], '--classes must list 3 class names'],
    ];
    for (const [what, made, kinds, more, message] of outputs)
      it(`rejects ${what}`, async () =>
        refused(
          [await saved(made()), '--data', table({ kinds }), '--features', 'p,q,r,s', '--label', 'kind', ...more],
          message,
        ));

    it('rejects labels out of range', async () => {
      const three = sequential({
        layers: [layers.flatten({ inputShape: [28, 28, 1] }), layers.dense({ units: 3, activation: 'softmax' })],
      });
      await refused(
        [await saved(three), '--data', images, '--labels', labels],
        /has the class \d; the model has 3 outputs: .* from 0 to 2/,
      );
    });

    it('rejects a target that is one number for several outputs', async () => {
      const target = ['--data', table(), '--features', 'p,q,r,s', '--target', 'size'];
      await refused([model, ...target], 'The model has 3 outputs, but --target gives one number', '--label COLUMN');
    });

    it('reports numbers as targets of a sigmoid as a fault, with the loss that suits them', async () => {
      const target = ['--data', table(), '--features', 'p,q,r,s', '--target', 'size'];
      const sigmoid = await saved(mlp({ units: 1, activation: 'sigmoid' }));
      const { code, stdout } = await inProcess(['diagnose', sigmoid, ...target]);
      expect(code).to.equal(1);
      expect(stdout).to.contain('Use a loss for numbers and a linear output');
      expect(stdout).to.contain("loss: 'meanSquaredError'");
    });
  });

  it('says in one line that there is not enough memory and what to lower, and exits with 1', async () => {
    // 8 samples need 4 GiB at once, which the backend refuses before it writes anything.
    const huge = sequential({
      layers: [
        layers.repeatVector({ n: 35_000_000, inputShape: [4] }),
        layers.globalAveragePooling1d({}),
        layers.dense({ units: 3, activation: 'softmax' }),
      ],
    });
    const { code, stderr } = await inProcess(['diagnose', await saved(huge), ...data]);
    expect(stderr.trimEnd()).to.match(
      /^initlab: there is not enough memory .* on 8 samples of shape \[4\]; set --samples to fewer than 8, or make.*$/,
    );
    expect(code).to.equal(1);
  });

  it('reports that it cannot write the repaired model before it computes anything', async () => {
    const file = join(folderOf({ some: 'text' }), 'some');
    await refused(['/nowhere', ...data, '--repair', model], 'it already contains a model. Name another folder.');
    await refused(['/nowhere', ...data, '--repair', file], 'that is a file. Name a folder.');
    await refused(
      [await saved(mlp({ std: 0.01 })), ...data, '--repair', join(file, 'below')],
      'the folder cannot be created',
    );
  });
});
