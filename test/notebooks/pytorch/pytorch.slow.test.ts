import { tensor2d } from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import * as initlab from 'initlab';
import { evaluate, type Initializer, outputBias, random, recommend, trace, useBackend } from 'initlab';
import { readNotebook } from 'initlab-kernel';
import { findLessons } from '../../../site/src/lessons/files.js';
import { requirePyTorch, runPyTorch, type TorchResult } from './pytorch.js';
import { codeIn, lessonTables } from './tables.js';

/** Shapes of a weight: in the layout of TensorFlow.js, and in PyTorch's. */
interface Shapes {
  ours: number[];
  torch: number[];
}

const DENSE: Shapes = { ours: [480, 800], torch: [800, 480] };

/** The shapes for a layer, by words in its name. The two fans of each differ. */
const SHAPES: readonly (readonly [RegExp, Shapes])[] = [
  [/depthwise/, { ours: [3, 3, 40_000, 1], torch: [40_000, 1, 3, 3] }],
  [/transposed/, { ours: [3, 3, 300, 150], torch: [150, 300, 3, 3] }],
  [/convolution|ResNet/, { ours: [3, 3, 150, 300], torch: [300, 150, 3, 3] }],
  [/LSTM/, { ours: [256, 256], torch: [1024, 256] }],
  [/GRU/, { ours: [256, 256], torch: [768, 256] }],
  [/RNN/, { ours: [256, 256], torch: [256, 256] }],
];

/**
 * Largest relative difference of two standard deviations. The smallest weight has 360,000 numbers,
 * so that the standard error of the difference is 0.17 %, and a difference of five of them has a
 * probability below one in a million in each row. Orthogonal and constant weights do not scatter.
 */
const TOLERANCE = 0.0085;

/** Number of biases, so many that their standard deviation scatters little. */
const BIASES = 400_000;

/** Values of the names that the calls in the lessons use. */
const VALUES = { gain: 1.3, p: 0.1, n: 12 };

/** Evaluates a call of initlab. */
function evaluateOurs(code: string): unknown {
  const scope: Record<string, unknown> = { ...initlab, ...VALUES };
  return new Function(...Object.keys(scope), `return ${code};`)(...Object.values(scope));
}

function drawn(code: string, shape: readonly number[]): Float32Array {
  return (evaluateOurs(code) as Initializer)(random(1), shape);
}

/** Compares what PyTorch drew with numbers of initlab. */
function compareDraws(result: TorchResult, ours: ArrayLike<number>, isUniform: boolean): void {
  const numbers = Array.from(ours);
  const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
  const std = Math.sqrt(numbers.reduce((sum, value) => sum + (value - mean) ** 2, 0) / numbers.length);
  expect(result.std).to.be.closeTo(std, TOLERANCE * std + 1e-7);
  expect(result.mean).to.be.closeTo(mean, 0.01 * std + 1e-6 * (1 + Math.abs(mean)));
  const largest = numbers.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (isUniform) expect(result.largest).to.be.closeTo(largest, 0.001 * largest);
}

describe('the calls of PyTorch', function () {
  this.timeout(300_000);

  before(async () => {
    requirePyTorch();
    await useBackend('wasm');
  });

  it('in the table of the decision page draw weights of the size that initlab draws', () => {
    const page = (columns: string[]) =>
      lessonTables(columns).find(({ lesson }) => lesson === 'which-initializer')?.shown ?? [];
    const [ours, theirs] = [page(['layer', 'initlab']), page(['layer', 'PyTorch'])];
    expect(ours.length).to.be.above(25);
    expect(theirs.map(({ layer }) => layer)).to.deep.equal(ours.map(({ layer }) => layer));
    const shapes = ours.map(({ layer }) => SHAPES.find(([words]) => words.test(layer))?.[1] ?? DENSE);
    const results = runPyTorch(
      theirs.map(({ PyTorch }, i) => ({
        setup: [`w = nn.Parameter(torch.full(${JSON.stringify(shapes[i].torch)}, float('nan')))`],
        call: PyTorch,
      })),
    );
    ours.forEach(({ layer, initlab: code }, i) => {
      try {
        compareDraws(results[i], drawn(code, shapes[i].ours), code.includes('Uniform'));
      } catch (error) {
        throw new Error(`${layer}, ${theirs[i].PyTorch}: ${(error as Error).message}`);
      }
    });
  });

  it('in the rules of the lessons set what the calls of initlab beside them set', () => {
    const rows = lessonTables(['initlab', 'PyTorch']).flatMap(({ lesson, inProse }) =>
      inProse.flatMap(({ initlab: ours, PyTorch }) =>
        codeIn(PyTorch)
          .filter((call) => call.startsWith('nn.init.'))
          .map((call) => ({ lesson, ours: codeIn(ours)[0] ?? ours, call })),
      ),
    );
    expect(rows.length).to.be.above(3);
    const results = runPyTorch(rows.map(({ call }) => ({ setup: SETUP, call })));
    rows.forEach(({ lesson, ours, call }, i) => {
      try {
        compareDraws(results[i], expectedOf(ours), /[uU]niform/.test(ours));
      } catch (error) {
        throw new Error(`${lesson}, ${call}: ${(error as Error).message}`);
      }
    });
  });

  it('anywhere in the prose run without an error, and leave no NaN', () => {
    const calls = findLessons().flatMap(({ path }) =>
      readNotebook(path).cells.flatMap((cell) =>
        cell.cell_type === 'markdown' ? codeIn(cell.source).filter((code) => code.startsWith('nn.init.')) : [],
      ),
    );
    expect(calls.length).to.be.above(5);
    for (const { std } of runPyTorch(calls.map((call) => ({ setup: SETUP, call })))) expect(std).to.be.a('number');
  });

  it('in the rules of lesson 10 measure what trace and evaluate measure', () => {
    const rules = lessonTables(['initlab', 'PyTorch']).find(({ lesson }) => lesson === '10-diagnose')?.inProse ?? [];
    const callOf = (name: string): string => {
      const row = rules.find((rule) => rule[''] === name);
      if (row === undefined) throw new Error(`Lesson 10 has no rule “${name}”`);
      return codeIn(row.PyTorch)[0];
    };
    // Two of the four units have the same weights.
    const kernel = [
      [0.5, -1, 0.5, 2],
      [1.5, 0.25, 1.5, -1],
      [-0.5, 1, -0.5, 0.75],
    ];
    const x = [
      [1, 2, -1],
      [0.5, -1, 2],
    ];
    const model = sequential({ layers: [layers.dense({ units: 4, inputShape: [3], useBias: false })] });
    model.setWeights([tensor2d(kernel)]);
    const data = { x, y: [3, 0] };
    const [, layer] = trace(model, data).layers;
    const setup = [
      `x, y = torch.tensor(${JSON.stringify(x)}), torch.tensor([3, 0])`,
      'layer = nn.Linear(3, 4, bias=False)',
      `layer.weight.data = torch.tensor(${JSON.stringify(kernel)}).T`,
      'model = nn.Sequential(layer)',
    ];
    const after = ['F.cross_entropy(model(x), y).backward()'];
    const [signal, gradient, units, loss] = runPyTorch([
      { setup, call: callOf('signal, by layer'), after },
      { setup, call: callOf('gradient, by layer'), after },
      { setup, call: callOf('different units') },
      { setup, call: callOf('first loss') },
    ]);
    const printed = ({ printed }: TorchResult): number => Number(/tensor\(([^,)]+)/.exec(printed)?.[1]);
    expect(printed(signal)).to.be.closeTo(layer.activation.secondMoment, 1e-3);
    expect(printed(gradient)).to.be.closeTo(layer.lossGradient?.secondMoment as number, 1e-3);
    expect(units.value).to.equal(layer.weights[0].matrix?.distinctColumns);
    expect(loss.mean).to.be.closeTo(evaluate(model, data).loss, 1e-5);
  });
});

/** The names that the calls in the lessons use, as PyTorch has them. */
const SETUP: readonly string[] = [
  'layer = nn.Linear(480, 800)',
  `layer.bias = nn.Parameter(torch.empty(${BIASES}))`,
  'head = nn.Linear(480, 1)',
  'bn = nn.BatchNorm1d(480)',
  "w = nn.Parameter(torch.full((800, 480), float('nan')))",
  'A, B = torch.empty(4, 480), torch.empty(800, 4)',
  ...Object.entries(VALUES).map(([name, value]) => `${name} = ${value}`),
];

/** The numbers that a call of initlab in a table of rules sets. */
function expectedOf(ours: string): ArrayLike<number> {
  if (ours.startsWith('setOutputBias')) {
    const labels = Array.from({ length: 1000 }, (_, i) => [Number(i < 1000 * VALUES.p)]);
    return outputBias({ shape: [1000, 1], data: Float32Array.from(labels.flat()) });
  }
  if (ours === 'the default' || ours === 'zeroGamma(model)') return [0];
  if (ours === 'scaleResiduals(model)') {
    const { initializer } = recommend({ layer: 'attention', residual: 'last', depth: VALUES.n });
    return initializer(random(1), DENSE.ours);
  }
  const bias = /^hiddenBias\(model, (.*)\)$/.exec(ours);
  return bias ? drawn(bias[1], [BIASES]) : drawn(ours, DENSE.ours);
}
