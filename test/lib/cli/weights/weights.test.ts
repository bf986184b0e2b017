import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  heNormal,
  lecunUniform,
  normal,
  orthogonal,
  random,
  uniform,
  varianceScaling,
  xavierNormal,
  xavierUniform,
} from 'initlab';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { float32, safetensors } from '../../model/files/safetensors.js';
import { inProcess } from '../inProcess.js';

type Weights = Record<string, { shape: number[]; values: ArrayLike<number> }>;

function fileOf(weights: Weights): string {
  const path = join(temporaryFolder(), 'weights.safetensors');
  const tensors = Object.entries(weights).map(([name, { shape, values }]) => [
    name,
    float32(Array.from(values), shape),
  ]);
  writeFileSync(path, safetensors(Object.fromEntries(tensors)));
  return path;
}

interface Row {
  name: string;
  role: string;
  fanIn?: number;
  fanOut?: number;
  isGuess?: boolean;
  looksLike?: string;
  remarks: string[];
  statistics?: { variance: number; kurtosis: number };
}

async function rowsOf(weights: Weights): Promise<Record<string, Row>> {
  const { stdout, stderr } = await inProcess(['weights', fileOf(weights), '--json']);
  expect(stderr).to.equal('');
  const { tensors } = JSON.parse(stdout) as { tensors: Row[] };
  return Object.fromEntries(tensors.map((row) => [row.name, row]));
}

/** Draws a matrix in the layout of PyTorch, [units, inputs]. */
function matrix(draw: (shape: [number, number]) => Float32Array, units: number, inputs: number): Weights[string] {
  const values = draw([inputs, units]);
  const transposed = new Float32Array(values.length);
  for (let i = 0; i < inputs; i++) for (let u = 0; u < units; u++) transposed[u * inputs + i] = values[i * units + u];
  return { shape: [units, inputs], values: transposed };
}

const zeros = (n: number): Weights[string] => ({ shape: [n], values: new Float32Array(n) });

describe('initlab weights', () => {
  // A matrix is missed with probability 1.4e-5: its variance or its kurtosis would have to be 4.5
  // standard errors away.
  it('recognizes the schemes that weights were drawn with', async () => {
    const draw = (init: ReturnType<typeof heNormal>, seed: number) => (shape: [number, number]) =>
      init(random(seed), shape);
    const bound = 1 / Math.sqrt(300);
    const rows = await rowsOf({
      'he.weight': matrix(draw(heNormal(), 1), 200, 300),
      'xavier.weight': matrix(draw(xavierUniform(), 2), 200, 300),
      'glorot.weight': matrix(draw(xavierNormal(), 3), 200, 300),
      'lecun.weight': matrix(draw(lecunUniform(), 4), 200, 300),
      'gpt.weight': matrix(draw(normal({ std: 0.02 }), 5), 200, 300),
      'torch.weight': matrix(draw(uniform({ low: -bound, high: bound }), 6), 200, 300),
      'haar.weight': matrix(draw(orthogonal(), 7), 200, 300),
      'keras.weight': matrix(draw(varianceScaling({ scale: 2, distribution: 'truncatedNormal' }), 9), 200, 300),
      'odd.weight': matrix(draw(normal({ std: 0.3 }), 8), 200, 300),
    });
    expect(
      Object.fromEntries(Object.values(rows).map(({ name, looksLike }) => [name.split('.')[0], looksLike])),
    ).to.deep.equal({
      he: 'He normal',
      xavier: 'Xavier uniform',
      glorot: 'Xavier normal',
      lecun: 'LeCun uniform',
      gpt: 'N(0, 0.02²)',
      torch: 'PyTorch default',
      haar: 'orthogonal',
      keras: 'He truncated normal',
      odd: 'normal, no known scheme',
    });
  });

  it('calls weights trained whose largest singular value no independent draw reaches', async () => {
    const noise = random(1).normal(new Float32Array(64 * 64), 0, 0.125);
    const values = noise.map((w, i) => w + 0.2 * Math.sin(i % 64) * Math.cos(Math.floor(i / 64)));
    const rows = await rowsOf({
      'fc.weight': { shape: [64, 64], values },
      'drawn.weight': { shape: [64, 64], values: noise },
    });
    expect(rows['fc.weight'].looksLike).to.equal('trained');
    expect(rows['drawn.weight'].looksLike).to.equal('LeCun normal or Xavier normal');
  });

  it('finds the fans by the bias, by the name, or says that they are a guess', async () => {
    const filled = (...shape: number[]): Weights[string] => {
      const count = shape.reduce((product, n) => product * n, 1);
      return { shape, values: random(1).normal(new Float32Array(count)) };
    };
    const rows = await rowsOf({
      'fc.weight': filled(8, 6),
      'fc.bias': zeros(8),
      // The Conv1D of GPT-2 has the inputs first.
      'attn.c_attn.weight': filled(6, 18),
      'attn.c_attn.bias': zeros(18),
      'conv.weight': filled(8, 4, 3, 3),
      'conv.bias': zeros(8),
      'deconv.weight': filled(8, 4, 2, 2),
      'lstm.weight_ih_l0': filled(40, 5),
      'lstm.weight_hh_l0': filled(40, 10),
      'alone.weight': filled(8, 6),
      'wte.weight': filled(20, 6),
    });
    const fansOf = (name: string): unknown[] => [rows[name].fanIn, rows[name].fanOut, rows[name].isGuess ?? false];
    expect(fansOf('fc.weight')).to.deep.equal([6, 8, false]);
    expect(fansOf('attn.c_attn.weight')).to.deep.equal([6, 18, false]);
    expect(fansOf('conv.weight')).to.deep.equal([36, 72, false]);
    expect(fansOf('deconv.weight')).to.deep.equal([32, 16, true]);
    expect(fansOf('lstm.weight_ih_l0')).to.deep.equal([5, 10, false]);
    expect(fansOf('lstm.weight_hh_l0')).to.deep.equal([10, 10, false]);
    expect(fansOf('alone.weight')).to.deep.equal([6, 8, true]);
    expect(rows['wte.weight']).to.include({ role: 'embedding', looksLike: 'N(0, 1)' });
  });

  it('counts units that are zero, equal or not finite, and exits with 1 for numbers that are not finite', async () => {
    const values = random(1).normal(new Float32Array(10 * 20));
    values.fill(0, 0, 20);
    values.copyWithin(40, 20, 40);
    values[70] = Number.NaN;
    values[81] = Number.POSITIVE_INFINITY;
    const { code, stdout } = await inProcess(['weights', fileOf({ 'fc.weight': { shape: [10, 20], values } })]);
    expect(code).to.equal(1);
    expect(stdout).to.contain(
      '2 of 10 units with NaN or infinite weights; 1 of 10 units with only zero weights; 1 of 10 units with the same weights as another',
    );
  });

  it('prints a table with the moments that the numbers have', async () => {
    const values = Float32Array.from([1, -1, 1, -1, 3, -3, 3, -3]);
    const { code, stdout } = await inProcess(['weights', fileOf({ 'fc.weight': { shape: [2, 4], values } })]);
    // Variance 5, fourth moment 41.
    expect(stdout).to.match(/^safetensors: 1 tensor, 8 numbers\n\ntensor +shape +fans +n·Var\(w\) +kurtosis/);
    expect(stdout).to.match(/fc\.weight {2}2 × 4 {2}4 → 2 \? +20 +1\.64 /);
    expect(code).to.equal(0);
  });

  it('explains in one line why a file cannot be read, and exits with 2', async () => {
    const path = join(temporaryFolder(), 'model.pt');
    writeFileSync(path, 'hello');
    expect(await inProcess(['weights', path])).to.deep.equal({
      code: 2,
      stdout: '',
      stderr: `initlab: ${path}: it is no file of weights of PyTorch, safetensors, ONNX or Keras.\n`,
    });
    expect((await inProcess(['weights'])).stderr).to.match(/No file was given\.\nSee: initlab weights --help/);
    expect((await inProcess(['weights', path, path])).code).to.equal(2);
  });
});
