import type { FindingKind } from '../finding.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { tolerance } from './scaleRatio.js';

/** A known mistake: the σ_w² that it would give each layer. */
interface Mistake {
  kind: FindingKind;
  why: string;
  variance(of: ExaminedMatrix): number;
}

/** Variance of N(0, 1) truncated at ±2. */
const TRUNCATED = 0.7737413;

const asked = ({ allowed }: ExaminedMatrix): number => allowed.target;
const harmonic = ({ fanIn, fanOut }: ExaminedMatrix): number => (2 * fanIn) / (fanIn + fanOut);
const outward = ({ fanIn, fanOut }: ExaminedMatrix): number => fanIn / fanOut;
const field = ({ shape }: ExaminedMatrix): number => shape.slice(0, -2).reduce((product, n) => product * n, 1);

/** In the order in which they are believed: a truncation is told from a gain by its number. */
const mistakes: Mistake[] = [
  ...[
    { name: 'the right', of: asked },
    { name: "He's", of: () => 2 },
    { name: "LeCun's", of: () => 1 },
    { name: "Xavier's", of: harmonic },
  ].map(
    ({ name, of }): Mistake => ({
      kind: 'truncated',
      why: `Its variance is .774 of ${name}: a normal truncated at two standard deviations whose loss of variance was not made up for.`,
      variance: (layer) => TRUNCATED * of(layer),
    }),
  ),
  {
    kind: 'wrongFan',
    why: 'It is as if the right gain had been divided by fanOut in the place of fanIn.',
    variance: (layer) => asked(layer) * outward(layer),
  },
  {
    kind: 'wrongFan',
    why: 'It is as if the receptive field had been left out of the fan: fanIn is height × width × channels of the kernel, not channels alone.',
    variance: (layer) => (field(layer) > 1 ? asked(layer) * field(layer) : Number.NaN),
  },
  {
    kind: 'wrongFan',
    why: 'It is as if the channels had been left out of the fan: fanIn is height × width × channels of the kernel, not height × width alone.',
    variance: (layer) => (field(layer) > 1 ? (asked(layer) * layer.fanIn) / field(layer) : Number.NaN),
  },
  {
    kind: 'wrongFan',
    why: 'It is as if all channels had been counted in the fan: each unit of a depthwise kernel sees one channel, and its fanIn is height × width alone.',
    variance: (layer) =>
      layer.weight === 'depthwise' ? asked(layer) / layer.shape[layer.shape.length - 2] : Number.NaN,
  },
  {
    kind: 'wrongGain',
    why: 'fanIn·Var(w) is 1/3, as of U(±1/√fanIn), the default of PyTorch: the gain of no activation.',
    variance: () => 1 / 3,
  },
  {
    kind: 'wrongGain',
    why: "fanIn·Var(w) is 1, LeCun's (or Xavier's between layers of one width), which is for a layer that no rectifier follows.",
    variance: () => 1,
  },
  {
    kind: 'wrongGain',
    why: "Var(w) is Xavier's 2/(fanIn + fanOut), which is for a layer that no rectifier follows.",
    variance: harmonic,
  },
  { kind: 'wrongGain', why: "fanIn·Var(w) is 2, He's, which is for a layer that ReLU follows.", variance: () => 2 },
  {
    kind: 'wrongGain',
    why: "fanIn·Var(w) is 25/9, of PyTorch's gain 5/3 for tanh: more than tanh keeps.",
    variance: () => 25 / 9,
  },
  {
    kind: 'wrongFan',
    why: "Var(w) is 2/fanOut, He's in the mode fanOut, where the gain and the fan of this layer are others.",
    variance: (layer) => 2 * outward(layer),
  },
];

/** The mistake that explains the weights of all of these layers, within what sampling leaves. */
export function mistakeOf(layers: readonly ExaminedMatrix[]): Mistake | undefined {
  return mistakes.find((mistake) => layers.every((layer) => fits(layer, mistake.variance(layer))));
}

function fits({ variance, error }: ExaminedMatrix, expected: number): boolean {
  return Math.abs(Math.log(variance / expected)) < tolerance(error);
}
