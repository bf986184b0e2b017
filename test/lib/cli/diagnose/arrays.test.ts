import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { model as functional, input, layers, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, random, useBackend } from 'initlab';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { npy } from '../../train/data/npy.js';
import { inProcess } from '../inProcess.js';
import { mlp, saved, table } from '../savedModels.js';

const SAMPLES = 40;

/** Writes normal numbers, or what `change` makes of them, as an array of NumPy. */
function normals(name: string, columns: number, change?: (data: Float32Array) => void, samples = SAMPLES): string {
  const data = random(name.length).normal(new Float32Array(samples * columns));
  change?.(data);
  const file = join(temporaryFolder(), `${name}.npy`);
  writeFileSync(file, npy('<f4', `(${samples}, ${columns})`, data));
  return file;
}

function csv(header: string, rows: readonly string[]): string {
  const file = join(temporaryFolder(), 'numbers.csv');
  writeFileSync(file, [header, ...rows, ''].join('\n'));
  return file;
}

/** Builds a model with two inputs, `image` and `age`, and two outputs, `kind` and `size`. */
function twoByTwo() {
  const [image, age] = [input({ shape: [2, 3], name: 'image' }), input({ shape: [1], name: 'age' })];
  const flat = layers.flatten().apply(image) as SymbolicTensor;
  const joined = layers.concatenate().apply([flat, age]) as SymbolicTensor;
  const hidden = layers.dense({ units: 16, activation: 'relu', name: 'hidden' }).apply(joined) as SymbolicTensor;
  const kind = layers.dense({ units: 3, activation: 'softmax', name: 'kind' }).apply(hidden) as SymbolicTensor;
  const size = layers.dense({ units: 1, name: 'size' }).apply(hidden) as SymbolicTensor;
  const model = functional({ inputs: [image, age], outputs: [kind, size] });
  initWeights(model);
  return model;
}

describe('initlab diagnose with a file for each input and output', () => {
  let model: string;
  let files: { image: string; age: string; kind: string; size: string };
  let all: string[];

  before(async () => {
    await useBackend('wasm');
    model = await saved(twoByTwo());
    files = {
      image: normals('image', 6),
      age: normals('age', 1),
      kind: csv(
        'kind',
        Array.from({ length: SAMPLES }, (_, i) => String(i % 3)),
      ),
      size: normals('size', 1),
    };
    all = [
      '--x',
      `image=${files.image}`,
      '--x',
      `age=${files.age}`,
      '--y',
      `kind=${files.kind}`,
      '--y',
      `size=${files.size}`,
    ];
  });

  async function refused(args: string[], message: string | RegExp): Promise<void> {
    const { code, stdout, stderr } = await inProcess(['diagnose', ...args]);
    if (typeof message === 'string') expect(stderr).to.contain(message);
    else expect(stderr).to.match(message);
    expect(stderr).not.to.match(/\n\s+at /);
    expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' });
  }

  it('judges a model with two inputs and two outputs, by name in any order', async () => {
    const { code, stdout, stderr } = await inProcess(['diagnose', model, ...all.slice(2), ...all.slice(0, 2)]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    expect(stdout).to.match(/^healthy/);
  });

  it('takes files without names in the order of the model', async () => {
    const named = await inProcess(['diagnose', model, ...all, '--json']);
    const ordered = ['--x', files.image, '--x', files.age, '--y', files.kind, '--y', files.size];
    expect(await inProcess(['diagnose', model, ...ordered, '--json'])).to.deep.equal(named);
  });

  it('takes one file each for a model with one input and one output', async () => {
    const [x, y] = [
      normals('x', 4),
      csv(
        'kind',
        Array.from({ length: SAMPLES }, (_, i) => String(i % 3)),
      ),
    ];
    const { code, stderr } = await inProcess(['diagnose', await saved(mlp()), '--x', x, '--y', y]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
  });

  it('takes a loss for each output by its name', async () => {
    const losses = ['--loss', 'size=meanAbsoluteError', '--loss', 'kind=crossEntropy'];
    const { code, stderr } = await inProcess(['diagnose', model, ...all, ...losses]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' });
    await refused(
      [model, ...all, '--loss', 'kind=crossEntropy', '--loss', 'mse'],
      '--loss must be one name for all outputs',
    );
    await refused([model, ...all, '--loss', 'kind=crossEntropy'], /--loss is .* one for each of kind, size/);
  });

  it('finds a NaN in any row of any input or target, also among samples that are not measured', async () => {
    const bad: [option: string, name: string, columns: number][] = [
      ['--x', 'age', 1],
      ['--x', 'image', 6],
      ['--y', 'size', 1],
    ];
    for (const [option, name, columns] of bad) {
      const file = normals(name, columns, (data) => data.fill(Number.NaN, 31 * columns, 31 * columns + 1));
      const place = all.findIndex((text) => text.startsWith(`${name}=`));
      const args = all.with(place, `${name}=${file}`);
      expect(args[place - 1]).to.equal(option);
      const { code, stdout } = await inProcess(['diagnose', model, ...args, '--samples', '4']);
      expect(code).to.equal(1);
      expect(stdout.replaceAll(/\s+/g, ' ')).to.contain(`Row 31 of ${option.slice(2)} has NaN in`);
    }
  });

  it('rejects names that the model lacks, missing names and repeated names', async () => {
    await refused(
      [model, ...all.with(1, `imagee=${files.image}`)],
      'there is no input "imagee". Did you mean "image"?',
    );
    await refused(
      [model, ...all.with(5, `sort=${files.kind}`)],
      '--y: there is no output "sort". The model has 2 outputs: kind, size.',
    );
    await refused(
      [model, ...all.slice(2)],
      '--x is missing for the input "image". The model has 2 inputs: image, age.',
    );
    await refused([model, ...all, '--x', `age=${files.age}`], '--x age=… was given 2 times.');
    await refused([model, ...all.with(1, files.image)], `--x ${files.image} has no name, but others have one.`);
    await refused(
      [model, '--x', files.image, ...all.slice(4)],
      /The model has 2 inputs: image, age\. --x was given once\. Give --x image=FILE --x age=FILE/,
    );
  });

  it('rejects files with different numbers of samples, and of the wrong shape', async () => {
    const short = normals('short', 1, undefined, 39);
    await refused(
      [model, ...all.with(3, `age=${short}`)],
      /image\.npy has 40 samples and \S*short\.npy has 39; all files must have/,
    );
    await refused(
      [model, ...all.with(3, `age=${files.image}`)],
      /image\.npy has 6 numbers per sample; the model takes 1 number/,
    );
    await refused([model, ...all.with(7, `size=${files.image}`)], /--y size=\S*image\.npy has/);
  });

  it('rejects --data together with --x, and half of the data', async () => {
    await refused([model, ...all, '--data', table()], 'Give --data with its target, or --x and --y, not both.');
    await refused([model, ...all.slice(0, 4)], 'The targets are missing. Add --y FILE.');
    await refused([model, ...all.slice(4)], 'The inputs are missing. Add --x FILE.');
    await refused([model, ...all, '--label', 'kind'], '--label belongs to --data.');
    await refused([model, ...all, '--missing', 'drop'], '--missing drop would leave out lines of one file');
    await refused([model, '--x', 'image=', ...all.slice(2)], '"image=" does not name a file.');
    await refused(['', ...all], '"" is not the name of a model.');
    await refused(
      [model, '--data', table(), '--label', 'kind'],
      'Give a file for each instead of --data: --x image=FILE',
    );
  });
});
