import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, evaluate, type LabelledData, type TensorValues, trace, train, useBackend } from 'initlab';
import { measureEvidence } from '../../../lib/src/diagnose/evidence/evidence.js';
import { chooseSamples } from '../../../lib/src/diagnose/evidence/samples.js';
import { viewModel } from '../../../lib/src/network/view/modelView.js';
import { random } from '../../../lib/src/random/random.js';
import { cases } from '../../support/seeds.js';

type Activation = 'linear' | 'relu' | 'sigmoid' | 'softmax';

const net = (units: number, activation: Activation) =>
  tfl.sequential({ layers: [tfl.layers.dense({ units, activation, inputShape: [2], name: 'out' })] });
const x = { shape: [4, 2], data: Float32Array.of(1, 0, 0, 1, 1, 1, 2, 1) };
const y = (shape: number[], ...data: number[]) => ({ shape, data: Float32Array.from(data) });
const oneHot = y([4, 3], 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0);

describe('the choice of a loss', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  /** Targets of four samples in every form in which they can be given. */
  const forms = (shape: number[], ...numbers: number[]): Record<string, () => TensorValues> => ({
    'a Float32Array': () => Float32Array.from(numbers),
    'a Float64Array': () => Float64Array.from(numbers),
    'an Int32Array': () => Int32Array.from(numbers),
    'a Uint8Array': () => Uint8Array.from(numbers),
    'a list of numbers': () => numbers,
    'a float tensor': () => tf.tensor(numbers, shape),
    'an int32 tensor': () => tf.tensor(numbers, shape, 'int32'),
    'a shaped Float32Array': () => ({ shape, data: Float32Array.from(numbers) }),
    'a shaped Uint8Array': () => ({ shape, data: Uint8Array.from(numbers) }),
    'a list with one tensor': () => [tf.tensor(numbers, shape, 'int32')],
    'an object by the name of the output': () => ({ out: { shape, data: Int32Array.from(numbers) } }),
  });
  const integerForms = [
    'an Int32Array',
    'a Uint8Array',
    'an int32 tensor',
    'a shaped Uint8Array',
    'a list with one tensor',
    'an object by the name of the output',
  ];
  const always = (loss: string) => () => loss;
  const byType = (form: string) => (integerForms.includes(form) ? 'ambiguous' : 'meanSquaredError');
  const outputs: { outputs: string; units: number; activation: Activation; expected: (form: string) => string }[] = [
    { outputs: 'a linear unit', units: 1, activation: 'linear', expected: byType },
    { outputs: 'a ReLU unit', units: 1, activation: 'relu', expected: byType },
    { outputs: 'a sigmoid unit', units: 1, activation: 'sigmoid', expected: always('binaryCrossEntropy') },
    { outputs: 'three linear units', units: 3, activation: 'linear', expected: always('crossEntropy') },
    { outputs: 'three softmax units', units: 3, activation: 'softmax', expected: always('crossEntropy') },
  ];
  for (const { outputs: what, units, activation, expected } of cases(outputs, 2))
    for (const [kind, targets] of Object.entries({
      labels: forms([4], 0, 1, 1, 0),
      'labels in a column': forms([4, 1], 0, 1, 1, 0),
      ...(units > 1 && { 'one-hot rows': forms([4, 3], 1, 0, 0, 0, 1, 0, 0, 1, 0, 1, 0, 0) }),
    }))
      it(`is the same in trace, diagnose, train and evaluate for ${what} and ${kind} in every form`, async () => {
        const model = net(units, activation);
        for (const [form, make] of Object.entries(targets))
          expect(await choices(model, { x, y: make() }), form).to.deep.equal(sameFor(expected(form)));
      });

  it('is meanSquaredError in all four functions for several units and rows that are not classes', async () => {
    for (const make of Object.values(forms([4, 3], 1, 0, 0, 0, 1, 1, 0, 1, 0, 1, 0, 0)))
      expect(await choices(net(3, 'relu'), { x, y: make() })).to.deep.equal(sameFor('meanSquaredError'));
  });

  it('depends on all targets, even if a diagnosis measures only some of them', async () => {
    const many = { shape: [400, 2], data: new Float32Array(800) };
    const rows = Float32Array.from({ length: 1200 }, (_, i) => (i % 3 === 0 ? 1 : 0));
    rows[1000] = 0.5;
    const data = { x: many, y: { shape: [400, 3], data: rows } };
    expect(await choices(net(3, 'linear'), data)).to.deep.equal(sameFor('meanSquaredError'));
    expect(() => trace(net(3, 'softmax'), data)).to.throw('y has a sum of 1.5 in row 333');
    expect(diagnose(net(3, 'softmax'), data).verdict).to.equal('unhealthy');
  });

  it('is refused for integers of one linear output, with advice on what to set', () => {
    const labels = { shape: [4, 1], data: Uint8Array.of(0, 1, 1, 0) };
    const message =
      "y has integers for one linear output, which can be classes or numbers, and no loss is given; set loss: 'binaryCrossEntropy' for two classes or loss: 'meanSquaredError' for numbers";
    expect(() => evaluate(net(1, 'linear'), { x, y: labels })).to.throw(RangeError, message);
  });

  it('follows the option and the compiled model for integers of one linear output', async () => {
    const compiled = net(1, 'linear');
    compiled.compile({ loss: 'meanSquaredError', optimizer: 'sgd' });
    const data = { x, y: Int32Array.of(0, 1, 1, 0) };
    expect(await choices(compiled, data)).to.deep.equal(sameFor('meanSquaredError'));
    const asked = await choices(net(1, 'linear'), data, 'binaryCrossEntropy');
    expect(asked).to.deep.equal(sameFor('binaryCrossEntropy'));
  });

  it('checks the targets of a binary cross entropy under any of its names, as an option or in a compiled model', () => {
    const digits = y([4, 1], 0, 9, 3, 5);
    for (const loss of ['binaryCrossEntropy', 'binaryCrossentropy'])
      expect(() => trace(net(1, 'sigmoid'), { x, y: digits }, { loss })).to.throw(RangeError, 'y has 9 at index 1');
    const compiled = net(1, 'sigmoid');
    compiled.compile({ loss: 'binaryCrossentropy', optimizer: 'sgd' });
    expect(() => trace(compiled, { x, y: digits })).to.throw(RangeError, 'y has 9 at index 1');
    expect(() => evaluate(compiled, { x, y: digits })).to.throw(RangeError, 'y has 9 at index 1');
  });

  it('recognizes losses by their aliases and by the functions of tfjs', () => {
    const kind = (loss: string | ((a: tf.Tensor, b: tf.Tensor) => tf.Tensor), targets = oneHot) =>
      trace(net(3, 'softmax'), { x, y: targets }, { loss }).loss?.kind;
    expect(kind('mse')).to.equal('meanSquaredError');
    expect(kind('categoricalCrossentropy')).to.equal('crossEntropy');
    expect(kind(tf.losses.softmaxCrossEntropy)).to.equal('crossEntropy');
    expect(kind('meanAbsoluteError')).to.equal(undefined);
  });
});

type Choices = Record<'trace' | 'diagnose' | 'train' | 'evaluate', string>;

const sameFor = (choice: string): Choices => ({ trace: choice, diagnose: choice, train: choice, evaluate: choice });

/**
 * Finds the loss that each function uses, or the code of its error. `train` and `evaluate` do not
 * name their loss, so that its value is compared with the value of each loss.
 */
async function choices(model: tfl.Sequential, data: LabelledData, loss?: string): Promise<Choices> {
  const options = { ...(loss && { loss }) };
  const nameOf = (value: number): string => {
    const names = ['meanSquaredError', 'binaryCrossEntropy', 'crossEntropy'].filter((name) => {
      const of = valueIfAny(() => trace(model, data, { loss: name }).loss?.value);
      return of !== undefined && Math.abs(of - value) < 1e-5;
    });
    return names.join(' or ');
  };
  const size = (data.x as { shape: number[] }).shape[0];
  const evidenceOptions = { ...options, samples: 128, trialSteps: 1, seed: 0 };
  return {
    trace: await orCode(() => trace(model, data, options).loss?.name ?? 'none'),
    diagnose: await orCode(() => {
      diagnose(model, data, { ...options, trialSteps: 1 });
      return tf.tidy(() => {
        const view = viewModel(model);
        const chosen = chooseSamples(view, data, 128, random(0));
        return String(measureEvidence(view, chosen, evidenceOptions).trace.loss?.name);
      });
    }),
    evaluate: await orCode(() => nameOf(evaluate(model, data, options).loss)),
    train: await orCode(async () => {
      const weights = model.getWeights().map((weight) => weight.clone());
      const { loss: losses } = await train(model, data, { ...options, steps: 1, batchSize: size, progress: false });
      model.setWeights(weights);
      return nameOf(losses[0]);
    }),
  };
}

async function orCode(choose: () => string | Promise<string>): Promise<string> {
  try {
    return await choose();
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
}

function valueIfAny(measure: () => number | undefined): number | undefined {
  try {
    return measure();
  } catch {
    return undefined;
  }
}
