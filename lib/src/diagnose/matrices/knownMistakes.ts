import { sum } from '../../foundation/statistics.js';
import { fans } from '../../init/fans.js';
import { fanOptions, gateShape } from '../../model/weights/weightFans.js';
import type { FindingKind } from '../finding.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { tolerance } from './scaleRatio.js';

/** A known mistake, and the σ_w² that it gives each layer. */
export interface Mistake {
  kind: FindingKind;
  why: string;
  variance(of: ExaminedMatrix): number;
}

/** Variance of N(0, 1) truncated at ±2. */
const TRUNCATED_VARIANCE = 0.7737413;

const target = ({ allowed }: ExaminedMatrix): number => allowed.target;
const harmonic = ({ fanIn, fanOut }: ExaminedMatrix): number => (2 * fanIn) / (fanIn + fanOut);
/** Xavier's variance as libraries compute it: without the strides of transposed convolutions. */
const withoutStrides = (matrix: ExaminedMatrix): number => {
  const { layer, weight, fanIn } = matrix;
  const options = fanOptions(layer, weight);
  if (options?.layer !== 'convTranspose') return harmonic(matrix);
  const own = fans(gateShape(layer, weight), { layer: options.layer });
  return (2 * fanIn) / (own.fanIn + own.fanOut);
};
const outward = ({ fanIn, fanOut }: ExaminedMatrix): number => fanIn / fanOut;
const field = ({ shape }: ExaminedMatrix): number => shape.slice(0, -2).reduce((product, n) => product * n, 1);

/**
 * Known mistakes, in order: the first one that fits is reported. Truncation comes first, because no
 * other mistake gives the factor .774.
 */
const MISTAKES: Mistake[] = [
  ...[
    { name: 'the right', of: target },
    { name: "He's", of: () => 2 },
    { name: "LeCun's", of: () => 1 },
    { name: "Xavier's", of: harmonic },
    { name: "Xavier's without the strides", of: withoutStrides },
  ].map(
    ({ name, of }): Mistake => ({
      kind: 'truncated',
      why: `The variance is .774 of ${name}: the weights are a normal distribution truncated at two standard deviations, without compensation for the variance that truncation removes.`,
      variance: (layer) => TRUNCATED_VARIANCE * of(layer),
    }),
  ),
  {
    kind: 'wrongFan',
    why: 'The variance is what the right gain gives when it is divided by fanOut instead of fanIn.',
    variance: (layer) => target(layer) * outward(layer),
  },
  {
    kind: 'wrongFan',
    why: 'The variance is what a fan without the receptive field gives: fanIn is height × width × channels of the kernel, not the channels only.',
    variance: (layer) => (field(layer) > 1 ? target(layer) * field(layer) : Number.NaN),
  },
  {
    kind: 'wrongFan',
    why: 'The variance is what a fan without the channels gives: fanIn is height × width × channels of the kernel, not height × width only.',
    variance: (layer) => (field(layer) > 1 ? (target(layer) * layer.fanIn) / field(layer) : Number.NaN),
  },
  {
    kind: 'wrongFan',
    why: 'The variance is what a fan over all channels gives: each unit of a depthwise kernel sees one channel, so its fanIn is height × width only.',
    variance: (layer) =>
      layer.weight === 'depthwise' ? target(layer) / layer.shape[layer.shape.length - 2] : Number.NaN,
  },
  {
    kind: 'wrongGain',
    why: 'fanIn·Var(w) is 1/3, which is that of U(±1/√fanIn), the default of PyTorch. It is the gain of no activation.',
    variance: () => 1 / 3,
  },
  {
    kind: 'wrongGain',
    why: "fanIn·Var(w) is 1, which is LeCun's (and Xavier's between layers of one width) and is meant for layers that no rectifier follows.",
    variance: () => 1,
  },
  {
    kind: 'wrongGain',
    why: "Var(w) is Xavier's 2/(fanIn + fanOut), which is meant for layers that no rectifier follows.",
    variance: harmonic,
  },
  {
    kind: 'wrongGain',
    why: "Var(w) is Xavier's 2/(fanIn + fanOut) without the strides, the default of Keras, which is meant for layers that no rectifier follows.",
    variance: withoutStrides,
  },
  {
    kind: 'wrongGain',
    why: "fanIn·Var(w) is 2, which is He's and is meant for layers before a ReLU.",
    variance: () => 2,
  },
  {
    kind: 'wrongGain',
    why: "fanIn·Var(w) is 25/9, from PyTorch's gain 5/3 for tanh, which is more than tanh keeps.",
    variance: () => 25 / 9,
  },
  {
    kind: 'wrongFan',
    why: "Var(w) is 2/fanOut, which is He's in mode 'fanOut'. This layer needs another gain and fan.",
    variance: (layer) => 2 * outward(layer),
  },
];

/**
 * The largest standard error of ln variance, over all layers together, at which a mistake can be
 * recognized. It is smaller for truncation, which changes the variance by only a quarter.
 */
const LARGEST_ERROR = { truncated: 0.064, other: 0.2 };

/**
 * Finds the mistake that explains the weights of all of these layers, within their sampling errors.
 * Returns undefined if there are so few weights that they would fit several mistakes.
 */
export function mistakeOf(layers: readonly ExaminedMatrix[]): Mistake | undefined {
  const precision = sum(layers.map(({ error }) => 1 / Math.max(error, 1e-4) ** 2));
  const error = 1 / Math.sqrt(precision);
  return MISTAKES.find(
    (mistake) =>
      error < (mistake.kind === 'truncated' ? LARGEST_ERROR.truncated : LARGEST_ERROR.other) &&
      layers.every((layer) => fits(layer, mistake.variance(layer))),
  );
}

function fits({ variance, error }: ExaminedMatrix, expected: number): boolean {
  return Math.abs(Math.log(variance / expected)) < tolerance(error);
}
