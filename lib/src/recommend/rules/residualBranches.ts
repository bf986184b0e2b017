import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import { type Row, zeroBias } from '../advice.js';
import type { CheckedOptions } from '../options.js';
import { overRoot, recipe } from '../recipe.js';
import { fanOf, short } from './gainOptions.js';

const isLast = ({ residual }: CheckedOptions): boolean => residual === 'last';

/**
 * Rows for a layer in a branch that is added to a shortcut: the branch may end or begin with a
 * normalization, or have none.
 */
export const residualBranches: readonly Row[] = [
  {
    suits: (options) =>
      isLast(options) && (options.normalization === 'batchNorm' || options.normalization === 'layerNorm'),
    advice: ({ layer }) => ({
      recipe: recipe('heNormal', fanOf(layer)),
      gain: Math.SQRT2,
      bias: { ...zeroBias, text: '0, and γ of the next normalization is 0 too: zeroGamma(model)' },
      why: 'The next normalization undoes the scale of the layer, so γ decides how much the branch adds. At γ = 0 each block starts as its shortcut, at any depth. Weights of 0 would be divided by the small ε of the normalization.',
      source: 'He et al. 2015; Goyal et al. 2017, §5.1',
      rate: 'normalized',
    }),
  },
  {
    suits: (options) => isLast(options) && options.normalization === 'preNorm',
    advice: ({ layer, depth }) => ({
      recipe: recipe('lecunNormal', { gain: overRoot(1, 2 * depth), ...fanOf(layer) }),
      gain: 1 / Math.sqrt(2 * depth),
      why: `A block of a transformer adds two branches to the stream, at this depth ${2 * depth} in all. Divided by √${2 * depth}, all of them together add the variance of one. If your blocks have one branch, give half their number as depth.`,
      source: 'Radford et al. 2019, §2.3',
      rate: 'preNorm',
    }),
  },
  {
    suits: (options) => isLast(options) && options.normalization === 'none',
    advice: () => ({
      recipe: recipe('zeros'),
      gain: 0,
      bias: {
        ...zeroBias,
        text: '0, or better no bias: the scale of the branch does not make its steps smaller, and they add up over depth',
      },
      why: 'Each block starts as its shortcut: it neither adds to the stream nor changes gradients, at any depth. The layer itself has a gradient from the first step, the layers before it from the second.',
      source: 'Zhang, Dauphin, Ma 2019 (Fixup)',
      rate: 'zeroBranch',
    }),
  },
  {
    suits: ({ residual, normalization, activation }) =>
      residual === 'inner' && normalization === 'none' && activation !== 'softmax',
    advice: ({ layer, activation, depth }) => {
      const own = gain(activation as Activation);
      return {
        recipe: recipe('lecunNormal', { gain: overRoot(own, depth), ...fanOf(layer) }),
        gain: own / Math.sqrt(depth),
        why: `The gain of the activation, ${short(own)}, times depth^(−1/2). With it a step of SGD changes the output by the same amount at any depth. This is for branches of two layers; with m layers it is depth^(−1/(2m − 2)), and fixup(model) finds m itself.`,
        source: 'Zhang, Dauphin, Ma 2019 (Fixup)',
        rate: 'zeroBranch',
      };
    },
  },
];
