import { expect } from 'chai';
import {
  type Activation,
  activation,
  constant,
  heNormal,
  heUniform,
  type Initializer,
  lecunNormal,
  type MeasuredMoments,
  normal,
  random,
  type SimulateOptions,
  simulate,
  xavierUniform,
} from 'initlab';

/** Expects the mean over trials within 4 standard errors, as the trials' own spread gives them: a false alarm in 16,000. */
function expectMean({ secondMoment, trials }: MeasuredMoments, expected: number, name: string): void {
  const variance = trials.reduce((sum, q) => sum + (q - secondMoment) ** 2, 0) / (trials.length - 1);
  const error = Math.sqrt(variance / trials.length);
  expect(error, `${name}: the error is small enough to tell`).to.be.below(0.1 * expected);
  expect(secondMoment, name).to.be.closeTo(expected, 4 * error);
}

const square = (width: number, depth: number): number[] => Array<number>(depth + 1).fill(width);

describe('simulate', () => {
  const many = { batch: 4, trials: 400, seed: 1 };

  it('He and ReLU keep the second moment in the mean over nets (4 standard errors at each of 8 layers)', () => {
    for (const init of [heNormal(), heUniform()]) {
      const { layers } = simulate({ widths: square(48, 8), activation: 'relu', init, ...many });
      const q = layers[0].activation.secondMoment;
      for (const { layer, preActivation, activation: a } of layers.slice(1)) {
        expectMean(preActivation, 2 * q, `z, layer ${layer}`);
        expectMean(a, q, `a, layer ${layer}`);
      }
    }
  });

  it('Xavier and ReLU halve the second moment at each layer (4 standard errors at each of 8 layers)', () => {
    const { layers } = simulate({ widths: square(48, 8), activation: 'relu', init: xavierUniform(), ...many });
    const q = layers[0].activation.secondMoment;
    for (const { layer, preActivation } of layers.slice(1)) {
      expectMean(preActivation, q * 2 ** (1 - layer), `layer ${layer}`);
    }
  });

  it('LeCun keeps the second moment of a linear net of any widths, and its gradients change by n_out/n_in', () => {
    const widths = [40, 80, 20, 60];
    const { layers } = simulate({ widths, activation: 'linear', init: lecunNormal(), backward: true, ...many });
    const q = layers[0].activation.secondMoment;
    for (const { layer, width, preActivation, gradient } of layers) {
      if (layer > 0) expectMean(preActivation, q, `z, layer ${layer}`);
      expectMean(gradient as MeasuredMoments, widths[3] / width, `gradient, layer ${layer}`);
    }
  });

  it('He by fanOut keeps the gradient of a ReLU net of any widths (4 standard errors)', () => {
    const widths = [40, 80, 30, 60];
    const init = heNormal({ mode: 'fanOut' });
    const { layers } = simulate({ widths, activation: 'relu', init, backward: true, ...many });
    for (const { layer, gradient } of layers) {
      expectMean(gradient as MeasuredMoments, layer === 0 ? 1 : 0.5, `layer ${layer}`);
    }
  });

  it('has the gradients that finite differences of a plain implementation have', () => {
    const widths = [3, 5, 4, 2];
    const rows = 3;
    const activations: Activation[] = [
      activation('tanh'),
      activation('leakyRelu', { slope: 0.3 }),
      activation('sigmoid'),
    ];
    const input = random(8).normal(new Float32Array(rows * 3));
    const { layers } = simulate({
      widths,
      activation: activations,
      init: lecunNormal(),
      input,
      seed: 6,
      backward: true,
    });

    const stream = random(6).split(1);
    const weights = [1, 2, 3].map((l) => lecunNormal()(stream.split(l), [widths[l - 1], widths[l]]));
    const cotangent = stream.split(0).normal(new Float32Array(rows * 2));
    /** ⟨cotangent, output⟩ of one sample, with `shift` added to unit `unit` of z of layer `at` (0: of the input). */
    const value = (row: number, at: number, unit: number, shift: number): number => {
      let a = Array.from(input.subarray(row * 3, row * 3 + 3));
      if (at === 0) a[unit] += shift;
      for (let l = 1; l <= 3; l++) {
        const z = Array.from({ length: widths[l] }, (_, j) =>
          a.reduce((sum, x, i) => sum + x * weights[l - 1][i * widths[l] + j], at === l && unit === j ? shift : 0),
        );
        a = z.map(activations[l - 1].f);
      }
      return a.reduce((sum, x, j) => sum + x * cotangent[row * 2 + j], 0);
    };
    const h = 1e-5;
    for (let at = 0; at <= 3; at++) {
      let sum = 0;
      for (let row = 0; row < rows; row++) {
        for (let unit = 0; unit < widths[at]; unit++) {
          sum += ((value(row, at, unit, h) - value(row, at, unit, -h)) / (2 * h)) ** 2;
        }
      }
      const expected = sum / rows / widths[at];
      expect(layers[at].gradient?.secondMoment, `layer ${at}`).to.be.closeTo(expected, 1e-5 * expected);
    }
  });

  it('gives the same on the same seed, and trial k the same whatever the number of trials', () => {
    const run = (trials: number, seed: number): MeasuredMoments[] =>
      simulate({
        widths: [10, 20, 5],
        activation: 'tanh',
        init: lecunNormal(),
        trials,
        seed,
        backward: true,
      }).layers.flatMap(({ activation: a, gradient }) => [a, gradient as MeasuredMoments]);
    expect(run(3, 1)).to.deep.equal(run(3, 1));
    run(5, 1).forEach(({ trials }, i) => {
      expect(trials.slice(0, 3)).to.deep.equal(run(3, 1)[i].trials);
    });
    expect(run(3, 1)).not.to.deep.equal(run(3, 2));
    const [second, first] = [run(2, 1)[2].trials[1], run(2, 1)[2].trials[0]];
    expect(second).not.to.equal(first);
  });

  it('averages the trials', () => {
    const { layers } = simulate({ widths: [10, 20], activation: 'relu', init: heNormal(), trials: 7 });
    const { secondMoment, trials, mean, variance } = layers[1].activation;
    expect(trials).to.have.length(7);
    expect(trials.reduce((sum, q) => sum + q, 0) / 7).to.be.closeTo(secondMoment, 1e-12);
    expect(variance).to.be.below(secondMoment - mean ** 2 + 1e-12);
  });

  it('reports an overflow as Infinity, then NaN, and an underflow as 0', () => {
    const explode = simulate({ widths: square(100, 50), activation: 'linear', init: normal() }).layers;
    const first = explode.findIndex(({ preActivation }) => !Number.isFinite(preActivation.secondMoment));
    expect(first).to.be.within(36, 40);
    expect(explode[first - 1].preActivation.secondMoment).to.be.above(1e70);
    expect(explode[50].preActivation.secondMoment).to.be.NaN;
    const vanish = simulate({ widths: square(100, 50), activation: 'linear', init: normal({ std: 0.01 }) }).layers;
    expect(vanish[50].preActivation.secondMoment).to.equal(0);
  });

  it('passes NaN through ReLU and counts no such unit as dead', () => {
    const init: Initializer = (_, shape) => new Float32Array(shape[0] * shape[1]).fill(Number.NaN);
    const [, layer] = simulate({ widths: [2, 2], activation: 'relu', init }).layers;
    expect(layer.activation.secondMoment).to.be.NaN;
    expect(layer.deadFraction).to.equal(0);
  });

  it('counts dead and saturated units of the activations that can have them', () => {
    const input = new Float32Array(20).fill(1);
    const run = (name: 'relu' | 'tanh' | 'linear', value: number) =>
      simulate({ widths: [10, 4], activation: name, init: constant(value), input }).layers[1];
    expect(run('relu', -1).deadFraction).to.equal(1);
    expect(run('relu', 1).deadFraction).to.equal(0);
    expect(run('relu', 1)).not.to.have.property('saturatedFraction');
    expect(run('tanh', 1).saturatedFraction).to.equal(1);
    expect(run('tanh', 0.1).saturatedFraction).to.equal(0);
  });

  it('takes lists of activations and initializers, and runs backward only when asked to', () => {
    const { layers, batch } = simulate({
      widths: [4, 3, 2],
      activation: ['relu', activation('tanh')],
      init: [constant(1), constant(0)],
      batch: 5,
    });
    expect(layers.map(({ width }) => width)).to.deep.equal([4, 3, 2]);
    expect(batch).to.equal(5);
    expect(layers[2].preActivation.secondMoment).to.equal(0);
    expect(layers[1]).not.to.have.property('gradient');
    expect(layers[1].activation.mean).to.be.above(layers[1].preActivation.mean);
  });

  it('measures the input given as layer 0', () => {
    const input = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { layers, batch } = simulate({ widths: [3, 2], activation: 'relu', init: heNormal(), input });
    expect(batch).to.equal(2);
    expect(layers[0].preActivation).to.deep.equal(layers[0].activation);
    expect(layers[0].activation.secondMoment).to.be.closeTo(91 / 6, 1e-12);
  });

  it('refuses what does not fit, naming it', () => {
    const good: SimulateOptions = { widths: [3, 2], activation: 'relu', init: heNormal() };
    const run = (options: object) => () => simulate({ ...good, ...options });
    expect(run({ widths: [3] })).to.throw(RangeError, 'widths is [3]');
    expect(run({ widths: [3, 0] })).to.throw(RangeError, 'widths[1] is 0');
    expect(run({ activation: 'rleu' })).to.throw(RangeError, 'activation is "rleu"; allowed: linear, relu');
    expect(run({ activation: ['relu', 'relu'] })).to.throw(RangeError, 'activation lists 2 entries for 1 layers');
    expect(run({ init: [] })).to.throw(RangeError, 'init lists 0 entries for 1 layers');
    expect(run({ init: 'he' })).to.throw(TypeError, 'init is "he"; it must be an initializer, as heNormal()');
    expect(run({ init: heNormal })).to.throw(
      TypeError,
      'layer 1 returned a function; it must return a Float32Array of 3 · 2 numbers (pass heNormal(), not heNormal)',
    );
    expect(run({ init: () => new Float32Array(5) })).to.throw(TypeError, 'layer 1 returned 5 numbers');
    expect(run({ input: new Float32Array(4) })).to.throw(RangeError, 'input has 4 numbers; it must have batch · 3');
    expect(run({ input: new Float32Array(6), batch: 3 })).to.throw(RangeError, 'it must have 3 · 3');
    expect(run({ input: new Float32Array(0) })).to.throw(RangeError, 'input has 0 numbers');
    expect(run({ input: Float32Array.of(0, Number.NaN, 0) })).to.throw(RangeError, 'input[1] is NaN');
    expect(run({ input: [1, 2, 3] })).to.throw(TypeError, 'it must be a Float32Array');
    expect(run({ batch: 0 })).to.throw(RangeError, 'batch is 0');
    expect(run({ trials: 1.5 })).to.throw(RangeError, 'trials is 1.5');
    expect(run({ seed: -1 })).to.throw(RangeError, 'seed is -1');
    expect(run({ depth: 3 })).to.throw(TypeError, 'simulate: unknown option "depth"');
  });
});
