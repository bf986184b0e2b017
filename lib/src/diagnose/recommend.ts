import { type ActivationName, activation } from '../activation/activation.js';
import { gain } from '../activation/gain.js';
import { knownOptions, oneOf, positiveInteger } from '../argument.js';
import { zeros } from '../init/constant.js';
import { heNormal } from '../init/he.js';
import type { Initializer } from '../init/initializer.js';
import { lecunNormal } from '../init/lecun.js';
import { normal } from '../init/normal.js';
import { deltaOrthogonal, orthogonal } from '../init/orthogonal.js';
import { xavierUniform } from '../init/xavier.js';

const layers = ['dense', 'conv', 'embedding', 'rnn', 'lstm', 'gru', 'attention', 'output'] as const;
const norms = ['none', 'batchNorm', 'layerNorm', 'preNorm', 'postNorm'] as const;

export interface RecommendOptions {
  /** Default 'dense'. */
  layer?: (typeof layers)[number];
  /** What follows the layer; default 'relu'. Of an output layer 'softmax', 'sigmoid' or 'linear'. */
  activation?: ActivationName | 'softmax';
  /** Number of layers with weights, or of blocks in a residual net; default 1. */
  depth?: number;
  /** Whether the layer lies in a residual branch: 'last' if it is what is added to the shortcut. */
  residual?: 'inner' | 'last';
  /** Default 'none'. */
  normalization?: (typeof norms)[number];
}

/** How to initialize a layer. */
export interface Recommendation {
  initializer: Initializer;
  /** The call to paste. */
  code: string;
  /** √(fanIn·Var(w)) of the initializer; NaN where the scale does not follow the fan. */
  gain: number;
  bias: string;
  why: string;
  source: string;
}

/**
 * What to initialize a layer with, why, and who says so.
 *
 * | layer | recommendation |
 * |---|---|
 * | ReLU, leaky ReLU; CNN, ResNet | `heNormal`; orthogonal where the net is deep and plain |
 * | GELU, SiLU, ELU, mish | normal of the activation's own gain |
 * | tanh and its like | `xavierUniform`; orthogonal of gain 1 where the net is deep |
 * | sigmoid | gain 4, outputs centred by the biases behind |
 * | SELU | `lecunNormal` |
 * | RNN, GRU, LSTM | orthogonal recurrent weights, forget bias 1 |
 * | last layer of a residual branch | 0 without normalization (Fixup), else divided by √(2·depth) |
 * | transformer, embedding | N(0, .02²); post-norm: Xavier with warm-up of the learning rate |
 * | output | `lecunNormal`, bias from the labels |
 *
 * @throws RangeError or TypeError for an option that is not known or not allowed.
 * @example
 * ```ts
 * import { recommend } from 'initlab';
 * recommend({ layer: 'conv', activation: 'relu' }).code;               // 'heNormal()'
 * recommend({ activation: 'tanh', depth: 50 }).code;                   // 'orthogonal()'
 * recommend({ layer: 'lstm' }).bias;                                   // '0, in the forget gate 1'
 * ```
 */
export function recommend(options: RecommendOptions = {}): Recommendation {
  knownOptions(options, ['layer', 'activation', 'depth', 'residual', 'normalization'], 'recommend');
  const {
    layer = 'dense',
    activation: name = layer === 'output' ? 'linear' : 'relu',
    normalization = 'none',
  } = options;
  oneOf(layer, layers, 'layer');
  oneOf(normalization, norms, 'normalization');
  const depth = positiveInteger(options.depth ?? 1, 'depth');
  if (options.residual !== undefined) oneOf(options.residual, ['inner', 'last'], 'residual');
  if (layer === 'output') return output(name);
  if (layer === 'rnn' || layer === 'lstm' || layer === 'gru') return recurrent(layer);
  if (layer === 'embedding' || (layer === 'attention' && normalization !== 'postNorm'))
    return transformer(options.residual, depth);
  if (layer === 'attention') return postNorm();
  if (options.residual === 'last') return lastOfBranch(normalization, depth);
  return hidden(layer, name, depth, normalization);
}

function hidden(layer: 'dense' | 'conv', name: string, depth: number, normalization: string): Recommendation {
  if (name === 'softmax') return output(name);
  const phi = activation(name as ActivationName);
  const deep = depth >= 20 && normalization === 'none';
  const isotropic = layer === 'conv' ? deltaOrthogonal : orthogonal;
  const isotropicName = layer === 'conv' ? 'deltaOrthogonal' : 'orthogonal';
  if (name === 'sigmoid')
    return {
      initializer: lecunNormal({ gain: 4 }),
      code: 'lecunNormal({ gain: 4 })',
      gain: 4,
      bias: '−½ Σw over the inputs that are sigmoids',
      why: 'The slope of a sigmoid is ¼ and its mean ½: with gain 4 and centred it is a tanh at its critical scale. tanh itself, or ReLU, is the simpler choice.',
      source: 'Glorot, Bengio 2010, §3; Saxe, McClelland, Ganguli 2014',
    };
  if (name === 'selu')
    return {
      initializer: lecunNormal(),
      code: 'lecunNormal()',
      gain: 1,
      bias: '0',
      why: 'SELU is made so that mean 0 and variance 1 are a fixed point for fanIn·Var(w) = 1.',
      source: 'Klambauer et al. 2017',
    };
  if (phi.range !== undefined && phi.f(0) === 0 && phi.f(-1) < 0) {
    return deep
      ? {
          initializer: isotropic(),
          code: `${isotropicName}()`,
          gain: 1,
          bias: '0',
          why: 'At gain 1 tanh keeps gradients in the limit of small signals, and an orthogonal matrix all of their directions, at any depth.',
          source:
            layer === 'conv'
              ? 'Xiao et al. 2018'
              : 'Saxe, McClelland, Ganguli 2014; Pennington, Schoenholz, Ganguli 2017',
        }
      : {
          initializer: xavierUniform(),
          code: 'xavierUniform()',
          gain: 1,
          bias: '0',
          why: 'Near 0 the activation has slope 1; 2/(fanIn + fanOut) is between what forward and backward need.',
          source: 'Glorot, Bengio 2010, eq. 16',
        };
  }
  const own = gain(phi);
  if (name === 'relu' && deep)
    return {
      initializer: isotropic({ gain: Math.SQRT2 }),
      code: `${isotropicName}({ gain: Math.SQRT2 })`,
      gain: Math.SQRT2,
      bias: '0',
      why: 'He’s gain keeps the second moment; orthogonal matrices spread single nets less at this depth. The samples still become alike: residual connections or normalization are better for a net so deep.',
      source: 'He et al. 2015; Hu, Xiao, Pennington 2020',
    };
  if (name === 'relu')
    return {
      initializer: heNormal(),
      code: 'heNormal()',
      gain: Math.SQRT2,
      bias: '0',
      why: 'ReLU halves the second moment, 2/fanIn makes up for it.',
      source: 'He et al. 2015, eq. 10',
    };
  return {
    initializer: lecunNormal({ activation: phi }),
    code: `lecunNormal({ activation: '${name}' })`,
    gain: own,
    bias: '0',
    why: `E φ² under N(0, 1) is ${(1 / own ** 2).toPrecision(3)}; the gain 1/√E φ² makes up for it.`,
    source: 'He et al. 2015, the argument of eq. 10 with E φ² by quadrature',
  };
}

function recurrent(layer: 'rnn' | 'lstm' | 'gru'): Recommendation {
  return {
    initializer: orthogonal(),
    code: 'orthogonal()',
    gain: 1,
    bias: layer === 'lstm' ? '0, in the forget gate 1' : '0',
    why: 'Recurrent weights are applied at every step: an orthogonal matrix neither shrinks nor enlarges the state by itself. Input weights: xavierUniform(), each gate alone.',
    source: 'Saxe, McClelland, Ganguli 2014; Gers, Schmidhuber, Cummins 2000; Jozefowicz, Zaremba, Sutskever 2015',
  };
}

function transformer(residual: 'inner' | 'last' | undefined, depth: number): Recommendation {
  const last = residual === 'last';
  const std = last ? 0.02 / Math.sqrt(2 * depth) : 0.02;
  return {
    initializer: normal({ std }),
    code: last ? `normal({ std: 0.02 / Math.sqrt(${2 * depth}) })` : 'normal({ std: 0.02 })',
    gain: Number.NaN,
    bias: '0',
    why: last
      ? 'Each of 2N branches adds to the stream: divided by √(2N) they add the variance of one. Scale both projections, of attention and of the MLP.'
      : 'With normalization first in each branch the scale of the stream is free; GPT-2 takes a standard deviation of .02 at any width.',
    source: 'Radford et al. 2019, §2.3',
  };
}

function postNorm(): Recommendation {
  return {
    initializer: xavierUniform(),
    code: 'xavierUniform()',
    gain: 1,
    bias: '0',
    why: 'With normalization behind each sum, gradients near the output are large at first, so that the learning rate has to be warmed up; normalization first in each branch does without.',
    source: 'Vaswani et al. 2017; Xiong et al. 2020',
  };
}

function lastOfBranch(normalization: string, depth: number): Recommendation {
  if (normalization === 'preNorm' || normalization === 'layerNorm')
    return {
      initializer: lecunNormal({ gain: 1 / Math.sqrt(2 * depth) }),
      code: `lecunNormal({ gain: 1 / Math.sqrt(${2 * depth}) })`,
      gain: 1 / Math.sqrt(2 * depth),
      bias: '0',
      why: 'The sum of all branches then has the variance of one.',
      source: 'Radford et al. 2019, §2.3',
    };
  return {
    initializer: zeros(),
    code: 'zeros()',
    gain: 0,
    bias: '0',
    why: 'With batch normalization at the end of the branch use zeroGamma(model) in the place of zeros. A block that begins as the identity neither adds to the stream nor changes gradients, at any depth.',
    source: normalization === 'none' ? 'Zhang, Dauphin, Ma 2019 (Fixup)' : 'Goyal et al. 2017, §5.1 (zero γ)',
  };
}

function output(name: string): Recommendation {
  const bias =
    name === 'softmax'
      ? 'ln of the class shares: setOutputBias(model, y)'
      : name === 'sigmoid'
        ? 'log-odds: setOutputBias(model, y)'
        : 'the mean of the targets: setOutputBias(model, y)';
  return {
    initializer: lecunNormal(),
    code: 'lecunNormal()',
    gain: 1,
    bias,
    why: 'No rectifier follows, so that gain 1 gives outputs of variance 1 at most; the bias begins at the best guess that does not look at the input. For a GAN’s or a regression’s output, smaller weights do no harm.',
    source: 'LeCun et al. 1998, §4.6; Lin et al. 2017, §4.1',
  };
}
