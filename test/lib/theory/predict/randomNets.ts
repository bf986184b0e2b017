import {
  type ActivationName,
  heNormal,
  type Initializer,
  normal,
  orthogonal,
  type PredictOptions,
  predict,
  random,
  uniform,
} from 'initlab';

const ACTIVATIONS: readonly ActivationName[] = [
  'relu',
  'linear',
  'leakyRelu',
  'tanh',
  'sigmoid',
  'gelu',
  'selu',
  'elu',
  'silu',
  'softplus',
  'mish',
  'softsign',
  'hardSigmoid',
  'relu6',
];

/** Largest depth of a random net; the standard deviation of its weights is within 10^±exponent. */
interface Extremes {
  layers: number;
  exponent: number;
}

/** Makes a random net, as the options of `predict`, and a label that shows it. */
export function randomNet(seed: number, { layers: most, exponent }: Extremes): { label: string; net: PredictOptions } {
  const stream = random(seed);
  const number = (): number => stream.uniform(new Float64Array(1))[0];
  const below = (bound: number): number => Math.floor(number() * bound);
  const pick = <T>(values: readonly T[]): T => values[below(values.length)];
  const depth = 1 + below(most);
  const std = 10 ** (exponent * (2 * number() - 1));
  const activation = pick(ACTIVATIONS);
  const init: Initializer = pick([
    () => normal({ std }),
    () => heNormal(),
    () => orthogonal({ gain: std }),
    () => uniform({ low: -std, high: std }),
  ])();
  const bias = number() < 0.2 ? { bias: normal({ std: pick([1, std]) }) } : {};
  const dense = { type: 'dense', units: 16, activation, init, ...bias } as const;
  const convolution = { type: 'conv', filters: 4, kernel: 3, activation, init, padding: 'same', ...bias } as const;
  const label = (kind: string): string =>
    `${kind} net ${seed} of ${depth} layers, ${activation}, std ${std.toExponential(1)}`;
  const common = [
    { type: 'layerNorm' },
    { type: 'batchNorm' },
    { type: 'rmsNorm' },
    { type: 'dropout', rate: 0.5 },
  ] as const;
  const kind = pick(['plain', 'mixed', 'convolutional'] as const);
  if (kind === 'plain') {
    const widths = Array.from({ length: depth + 1 }, () => 1 + below(64));
    return { label: label(kind), net: { widths, activation, init, batch: 1 + below(5) } };
  }
  const layer = kind === 'mixed' ? dense : convolution;
  const pools =
    kind === 'mixed'
      ? []
      : ([
          { type: 'maxPool', size: 2, strides: 1 },
          { type: 'avgPool', size: 2, strides: 1 },
        ] as const);
  const body = Array.from({ length: depth }, (_, i) =>
    pick([layer, layer, { type: 'residual', branch: [layer] } as const, ...common, ...(i < 4 ? pools : [])]),
  );
  const inputShape = kind === 'mixed' ? [16] : [6, 6, 4];
  const end = kind === 'mixed' ? dense : ({ type: 'dense', units: 5 } as const);
  return { label: label(kind), net: { inputShape, layers: [...body, { type: 'flatten' }, end] } };
}

/**
 * Predicts a net, and describes what is wrong with the result: anything but bands of numbers from 0
 * to Infinity in the right order, or a RangeError that says that the signal overflows.
 */
export function faultOfPrediction(net: PredictOptions): string | undefined {
  try {
    for (const layer of predict(net)) {
      for (const kind of ['preActivation', 'activation', 'gradient', 'activationGradient'] as const) {
        const { secondMoment, low, median, high } = layer[kind];
        if (!(secondMoment >= 0 && low >= 0 && low <= median && median <= high))
          return `${kind} of ${layer.name} is ${JSON.stringify({ secondMoment: `${secondMoment}`, low: `${low}`, median: `${median}`, high: `${high}` })}`;
      }
    }
    return undefined;
  } catch (error) {
    return error instanceof RangeError && error.message.startsWith('the signal overflows') ? undefined : `${error}`;
  }
}
