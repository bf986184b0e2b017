import { expect } from 'chai';
import {
  type Activation,
  activation,
  constant,
  heNormal,
  heUniform,
  type Initializer,
  type LayerSpec,
  lecunNormal,
  type MeasuredMoments,
  normal,
  orthogonal,
  random,
  type SimulateOptions,
  simulate,
  uniform,
  xavierUniform,
} from 'initlab';
import { expectRejection } from '../../../support/rejection.js';

/**
 * Expects the mean over trials within 4 standard errors, estimated from the spread of the trials:
 * one false alarm in 16,000.
 */
function expectMean({ secondMoment, trials }: MeasuredMoments, expected: number, name: string): void {
  const variance = trials.reduce((sum, q) => sum + (q - secondMoment) ** 2, 0) / (trials.length - 1);
  const error = Math.sqrt(variance / trials.length);
  expect(error, `${name}: the error is small enough to tell`).to.be.below(0.1 * expected);
  expect(secondMoment, name).to.be.closeTo(expected, 4 * error);
}

const square = (width: number, depth: number): number[] => Array<number>(depth + 1).fill(width);

describe('simulate', () => {
  const many = { batch: 4, trials: 400, seed: 1 };

  it('shows that He and ReLU keep the second moment on average over nets (4 standard errors at each of 8 layers)', async () => {
    for (const init of [heNormal(), heUniform()]) {
      const { layers } = await simulate({ widths: square(48, 8), activation: 'relu', init, ...many });
      const q = layers[0].activation.secondMoment;
      for (const { layer, preActivation, activation: a } of layers.slice(1)) {
        expectMean(preActivation, 2 * q, `z, layer ${layer}`);
        expectMean(a, q, `a, layer ${layer}`);
      }
    }
  });

  it('shows that Xavier and ReLU halve the second moment at each layer (4 standard errors at each of 8 layers)', async () => {
    const { layers } = await simulate({ widths: square(48, 8), activation: 'relu', init: xavierUniform(), ...many });
    const q = layers[0].activation.secondMoment;
    for (const { layer, preActivation } of layers.slice(1)) {
      expectMean(preActivation, q * 2 ** (1 - layer), `layer ${layer}`);
    }
  });

  it('shows that LeCun keeps the second moment of a linear net of any widths, and its gradients change by n_out/n_in', async () => {
    const widths = [40, 80, 20, 60];
    const { layers } = await simulate({ widths, activation: 'linear', init: lecunNormal(), backward: true, ...many });
    const q = layers[0].activation.secondMoment;
    for (const { layer, width, preActivation, gradient } of layers) {
      if (layer > 0) expectMean(preActivation, q, `z, layer ${layer}`);
      expectMean(gradient as MeasuredMoments, widths[3] / width, `gradient, layer ${layer}`);
    }
  });

  it('shows that Glorot’s variance 2/(n_in + n_out) gives the factors 2n_in/(n_in + n_out) forward, 2n_out/(n_in + n_out) backward (Glorot & Bengio 2010, eq. 10–12)', async () => {
    for (const [rows, units] of [
      [128, 64],
      [30, 90],
      [50, 50],
    ]) {
      const options = { widths: [rows, units], activation: 'linear', init: xavierUniform(), backward: true } as const;
      const { layers } = await simulate({ ...options, ...many });
      const q = layers[0].activation.secondMoment;
      expectMean(layers[1].activation, (q * 2 * rows) / (rows + units), `forward, ${rows} → ${units}`);
      expectMean(layers[0].gradient as MeasuredMoments, (2 * units) / (rows + units), `backward, ${rows} → ${units}`);
    }
  });

  it('has Var z = n·Var(w)·E[x²] for inputs of any mean and correlation, not n·Var(w)·Var(x) (He et al. 2015, eq. 7)', async () => {
    const noise = random(3).normal(new Float32Array(4 * 60));
    // Neighbours share half of their variance, around a mean of 2.
    const input = noise.map((x, i) => 2 + x + noise[i - (i % 2)]);
    const init = uniform({ low: -0.3, high: 0.3 });
    const { layers } = await simulate({ widths: [60, 40], activation: 'linear', init, input, trials: 400 });
    const { secondMoment, variance } = layers[0].activation;
    expectMean(layers[1].preActivation, 60 * 0.03 * secondMoment, 'E z²');
    expect(secondMoment / variance).to.be.above(2);
  });

  it('loses five sixths per layer with old defaults and ReLU: U(±1/√n) has n·Var(w) = 1/3, × 1/6 per layer (Glorot & Bengio 2010, eq. 1; torch.nn.Linear)', async () => {
    const n = 64;
    const bound = 1 / Math.sqrt(n);
    const defaults = [
      uniform({ low: -bound, high: bound }),
      heUniform({ activation: 'leakyRelu', slope: Math.sqrt(5) }),
    ];
    for (const init of defaults) {
      const { layers } = await simulate({ widths: square(n, 4), activation: 'relu', init, ...many });
      const q = layers[0].activation.secondMoment;
      for (const { layer, preActivation } of layers.slice(1))
        expectMean(preActivation, (q / 3) * 6 ** (1 - layer), `layer ${layer}`);
    }
  });

  it('keeps every norm in an orthogonal linear net, at any depth (Saxe et al. 2014)', async () => {
    const options = { widths: square(64, 100), activation: 'linear', init: orthogonal(), backward: true } as const;
    const { layers } = await simulate({ ...options, batch: 2, trials: 2 });
    const [input, output] = [layers[0], layers[100]];
    expect(output.activation.secondMoment / input.activation.secondMoment).to.be.closeTo(1, 1e-5);
    const [first, last] = [input.gradient, output.gradient] as MeasuredMoments[];
    expect(first.secondMoment / last.secondMoment).to.be.closeTo(1, 1e-5);
  });

  it('turns a unit off for one sample with probability ½, and for two samples of correlation c with ½ − arccos(c)/(2π) (Cho & Saul 2009; 4 standard errors)', async () => {
    const trials = 100;
    const width = 400;
    const off = async (input: Float32Array): Promise<number> => {
      const options = { widths: [50, width], activation: 'relu', init: heNormal(), input, trials } as const;
      return (await simulate(options)).layers[1].deadFraction as number;
    };
    const error = 4 * Math.sqrt(0.25 / (trials * width));
    const [x, other] = [0, 1].map((seed) => random(seed).normal(new Float32Array(50)));
    expect(await off(x)).to.be.closeTo(0.5, error);
    for (const share of [-0.9, 0, 0.5, 2]) {
      const y = x.map((value, i) => share * value + other[i]);
      const product = (a: Float32Array, b: Float32Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0);
      const cosine = product(x, y) / Math.sqrt(product(x, x) * product(y, y));
      const both = 0.5 - Math.acos(cosine) / (2 * Math.PI);
      expect(await off(Float32Array.of(...x, ...y)), `c = ${cosine}`).to.be.closeTo(both, error);
    }
  });

  it('shows that He with fanOut keeps the gradient of a ReLU net of any widths (4 standard errors)', async () => {
    const widths = [40, 80, 30, 60];
    const init = heNormal({ mode: 'fanOut' });
    const { layers } = await simulate({ widths, activation: 'relu', init, backward: true, ...many });
    for (const { layer, gradient } of layers) {
      expectMean(gradient as MeasuredMoments, layer === 0 ? 1 : 0.5, `layer ${layer}`);
    }
  });

  it('has gradients that equal the finite differences of a plain implementation', async () => {
    const widths = [3, 5, 4, 2];
    const rows = 3;
    const activations: Activation[] = [
      activation('tanh'),
      activation('leakyRelu', { slope: 0.3 }),
      activation('sigmoid'),
    ];
    const input = random(8).normal(new Float32Array(rows * 3));
    const { layers } = await simulate({
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
    /**
     * Computes ⟨cotangent, output⟩ of one sample, with `shift` added to unit `unit` of z of layer
     * `at`, where 0 is the input.
     */
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

  it('gives the same result for the same seed, and the same trial k for any number of trials', async () => {
    const run = async (trials: number, seed: number): Promise<MeasuredMoments[]> => {
      const net = { widths: [10, 20, 5], activation: 'tanh', init: lecunNormal() } as const;
      const { layers } = await simulate({ ...net, trials, seed, backward: true });
      return layers.flatMap(({ activation: a, gradient }) => [a, gradient as MeasuredMoments]);
    };
    const three = await run(3, 1);
    expect(await run(3, 1)).to.deep.equal(three);
    expect(await run(3, 2)).not.to.deep.equal(three);
    (await run(5, 1)).forEach(({ trials }, i) => {
      expect(trials.slice(0, 3)).to.deep.equal(three[i].trials);
    });
    expect(three[2].trials[1]).not.to.equal(three[2].trials[0]);
  });

  it('returns the averages over the trials', async () => {
    const { layers } = await simulate({ widths: [10, 20], activation: 'relu', init: heNormal(), trials: 7 });
    const { secondMoment, trials, mean, variance } = layers[1].activation;
    expect(trials).to.have.length(7);
    expect(trials.reduce((sum, q) => sum + q, 0) / 7).to.be.closeTo(secondMoment, 1e-12);
    expect(variance).to.be.below(secondMoment - mean ** 2 + 1e-12);
  });

  it('reports an overflow as Infinity, then NaN, and an underflow as 0', async () => {
    const { layers: explode } = await simulate({ widths: square(100, 50), activation: 'linear', init: normal() });
    const first = explode.findIndex(({ preActivation }) => !Number.isFinite(preActivation.secondMoment));
    expect(first).to.be.within(36, 40);
    expect(explode[first - 1].preActivation.secondMoment).to.be.above(1e70);
    expect(explode[50].preActivation.secondMoment).to.be.NaN;
    const { layers: vanish } = await simulate({
      widths: square(100, 50),
      activation: 'linear',
      init: normal({ std: 0.01 }),
    });
    expect(vanish[50].preActivation.secondMoment).to.equal(0);
  });

  it('passes NaN through ReLU and counts no such unit as dead', async () => {
    const init: Initializer = (_, shape) => new Float32Array(shape[0] * shape[1]).fill(Number.NaN);
    const { layers } = await simulate({ widths: [2, 2], activation: 'relu', init });
    const [, layer] = layers;
    expect(layer.activation.secondMoment).to.be.NaN;
    expect(layer.deadFraction).to.equal(0);
  });

  it('counts dead and saturated units for the activations that can have them', async () => {
    const input = new Float32Array(20).fill(1);
    const run = async (name: 'relu' | 'tanh', value: number) =>
      (await simulate({ widths: [10, 4], activation: name, init: constant(value), input })).layers[1];
    expect(await run('relu', -1)).to.include({ deadFraction: 1 });
    expect(await run('relu', 1)).to.include({ deadFraction: 0 });
    expect(await run('relu', 1)).not.to.have.property('saturatedFraction');
    expect(await run('tanh', 1)).to.include({ saturatedFraction: 1 });
    expect(await run('tanh', 0.1)).to.include({ saturatedFraction: 0 });
  });

  it('takes lists of activations and initializers, and runs backward only on request', async () => {
    const { layers, batch } = await simulate({
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

  it('measures the given input as layer 0', async () => {
    const input = Float32Array.of(1, 2, 3, 4, 5, 6);
    const { layers, batch } = await simulate({ widths: [3, 2], activation: 'relu', init: heNormal(), input });
    expect(batch).to.equal(2);
    expect(layers[0].preActivation).to.deep.equal(layers[0].activation);
    expect(layers[0].activation.secondMoment).to.be.closeTo(91 / 6, 1e-12);
  });

  it('makes the samples of a ReLU net as similar as the arc-cosine kernel says: correlation .7359 after 5 layers', async () => {
    const { layers } = await simulate({
      widths: square(400, 5),
      activation: 'relu',
      init: heNormal(),
      batch: 16,
      trials: 30,
    });
    // The pre-activations of layer l + 1 are correlated like the activations of layer l. Those of
    // the input are not.
    expect(layers[0].preActivation.correlation).to.be.closeTo(0, 4 / Math.sqrt(400 * 120));
    expect(layers[2].preActivation.correlation).to.be.closeTo(0.31831, 0.01);
    expect(layers[3].preActivation.correlation).to.be.closeTo(0.493731, 0.01);
    expect(layers[5].activation.correlation).to.be.closeTo(0.735946, 0.01);
    const { layers: one } = await simulate({ widths: [4, 4], activation: 'relu', init: heNormal(), batch: 1 });
    expect(one[1].activation.correlation).to.be.NaN;
  });

  it('grows a residual stream from variance 1 to 1 + 24 with 24 branches of variance 1, and to 2 if each branch is scaled by 1/√24 (4 standard errors)', async () => {
    const branch: LayerSpec[] = [{ type: 'rmsNorm' }, { type: 'dense', units: 64, init: lecunNormal() }];
    const expectStream = async (scale: number, added: number): Promise<void> => {
      const layers = Array.from({ length: 24 }, (): LayerSpec => ({ type: 'residual', branch, scale }));
      const run = await simulate({ layers, inputShape: [64], batch: 4, trials: 50 });
      const q = run.layers[0].activation.secondMoment;
      expect(q).to.be.closeTo(1, 4 * Math.sqrt(2 / 256));
      expectMean(run.layers[72].activation, q + added, `scale ${scale}`);
    };
    await expectStream(1, 24);
    await expectStream(1 / Math.sqrt(24), 1);
  });

  it('brings the second moment of a linear layer back to 1 at each normalization, and raises it by 1/(1 − rate) at dropout', async () => {
    const normalized = async (layer: LayerSpec): Promise<number> => {
      const layers: LayerSpec[] = [{ type: 'dense', units: 500, init: normal({ std: 3 }) }, layer];
      return (await simulate({ layers, inputShape: [100], batch: 50 })).layers[2].activation.secondMoment;
    };
    expect(await normalized({ type: 'layerNorm' })).to.be.closeTo(1, 1e-4);
    expect(await normalized({ type: 'rmsNorm' })).to.be.closeTo(1, 1e-4);
    expect(await normalized({ type: 'batchNorm' })).to.be.closeTo(1, 1e-4);
    const one: SimulateOptions = { layers: [{ type: 'dropout', rate: 0.75 }], inputShape: [1000] };
    const { layers } = await simulate({ ...one, input: new Float32Array(4000).fill(1), trials: 4 });
    // Each of 16,000 numbers is 16 with probability ¼, which gives a standard error of .055.
    expect(layers[1].activation.secondMoment).to.be.closeTo(4, 0.22);
    expect(layers[1].activation.mean).to.be.closeTo(1, 0.06);
  });

  it('keeps the second moment of He’s convolutions with circular padding, and loses some at a border of zeros (4 standard errors)', async () => {
    const net = (padding: 'same' | 'circular', activation: 'linear' | 'relu'): SimulateOptions => ({
      inputShape: [6, 6, 12],
      layers: [{ type: 'conv', filters: 12, kernel: 3, padding, init: heNormal({ activation }), activation }],
      batch: 4,
      trials: 200,
    });
    const circular = (await simulate(net('circular', 'relu'))).layers;
    expectMean(circular[1].activation, circular[0].activation.secondMoment, 'circular');
    // 16 of 18 pairs of neighbours along each axis lie within the image.
    const zeros = (await simulate(net('same', 'linear'))).layers;
    const inside = (16 / 18) ** 2;
    expect(zeros[1].activation.secondMoment).to.be.closeTo(inside * zeros[0].activation.secondMoment, 0.02);
  });

  it('names the layers, gives their shapes, and counts channels as units', async () => {
    const { layers } = await simulate({
      inputShape: [4, 4, 1],
      layers: [
        { type: 'conv', filters: 3, kernel: 3, bias: constant(-1000), activation: 'relu' },
        { type: 'flatten' },
        { type: 'dense', units: 2 },
      ],
      trials: 2,
    });
    expect(layers.map(({ name, shape, width }) => ({ name, shape, width }))).to.deep.equal([
      { name: 'input', shape: [4, 4, 1], width: 1 },
      { name: 'conv1', shape: [2, 2, 3], width: 3 },
      { name: 'flatten1', shape: [12], width: 12 },
      { name: 'dense1', shape: [2], width: 2 },
    ]);
    expect(layers[1].deadFraction).to.equal(1);
    expect(layers[1].deadFractions).to.deep.equal(Float64Array.of(1, 1));
  });

  it('refuses arguments that do not fit, and names them', async () => {
    const good: SimulateOptions = { widths: [3, 2], activation: 'relu', init: heNormal() };
    const refused = (options: object, type: typeof RangeError | typeof TypeError, message: string) =>
      expectRejection(simulate({ ...good, ...options }), type, message);
    await refused({ backward: 'no' }, TypeError, 'backward is "no"; it must be true or false');
    await refused({ onProgress: 3 }, TypeError, 'onProgress is 3; it must be a function');
    const controller = new AbortController();
    await refused(
      { signal: controller },
      TypeError,
      'signal is an object of type AbortController; it must be an AbortSig',
    );
    await expectRejection(
      simulate(5 as never),
      TypeError,
      'simulate: options are 5; pass an object with any of widths',
    );
    await refused({ widths: [3] }, RangeError, 'widths is [3]');
    await refused({ widths: [3, 0] }, RangeError, 'widths[1] is 0');
    await refused({ activation: 'rleu' }, RangeError, 'activation is "rleu"; allowed: linear, relu');
    await refused({ activation: ['relu', 'relu'] }, RangeError, 'activation lists 2 entries for 1 layers');
    await refused({ init: [] }, RangeError, 'init lists 0 entries for 1 layers');
    await refused({ init: 'he' }, TypeError, 'init is "he"; it must be an initializer, for example heNormal()');
    await refused(
      { init: heNormal },
      TypeError,
      'dense1: the initializer returned a function; it must return a Float32Array of 3 · 2 numbers (pass heNormal(), not heNormal)',
    );
    await refused({ init: () => new Float32Array(5) }, TypeError, 'dense1: the initializer returned 5 numbers');
    await refused({ input: new Float32Array(4) }, RangeError, 'input has 4 numbers; it must have batch · 3');
    await refused({ input: new Float32Array(6), batch: 3 }, RangeError, 'it must have 3 · 3');
    await refused({ input: new Float32Array(0) }, RangeError, 'input has 0 numbers');
    await refused({ input: Float32Array.of(0, Number.NaN, 0) }, RangeError, 'input[1] is NaN');
    await refused({ input: [1, 2, 3] }, TypeError, 'it must be a Float32Array');
    await refused({ batch: 0 }, RangeError, 'batch is 0');
    await refused({ trials: 1.5 }, RangeError, 'trials is 1.5');
    await refused({ jobs: 1.5 }, RangeError, 'jobs is 1.5');
    await expectRejection(simulate({ layers: [], inputShape: [3] }), RangeError, 'layers is []');
    const image: SimulateOptions = { layers: [{ type: 'flatten' }], inputShape: [2, 3, 1] };
    const wrong = simulate({ ...image, input: new Float32Array(8) });
    await expectRejection(wrong, RangeError, 'it must have batch · 6 (2 · 3 · 1), a row for each sample');
    const single = simulate({ layers: [{ type: 'batchNorm' }], inputShape: [3], batch: 1 });
    await expectRejection(
      single,
      RangeError,
      'batchNorm1: batchNorm has one value to take the mean and the variance of',
    );
    await refused({ seed: -1 }, RangeError, 'seed is -1');
    await refused({ depth: 3 }, TypeError, 'simulate: unknown option "depth"');
  });
});
