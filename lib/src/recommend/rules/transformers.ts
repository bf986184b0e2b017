import type { Row } from '../advice.js';
import { overRoot, recipe } from '../recipe.js';

/** The standard deviation that transformers use at any width. */
const STD = 0.02;

/** Rows for attention, for embeddings, and for all layers with normalization after each sum. */
export const transformers: readonly Row[] = [
  {
    suits: ({ layer, normalization }) =>
      layer === 'embedding' && (normalization === 'none' || normalization === 'postNorm'),
    advice: () => ({
      recipe: recipe('normal'),
      gain: Number.NaN,
      why: "An input picks one row, so the fan is 1: with standard deviation 1 the next layer has inputs of second moment 1. (N(0, 1/d) multiplied by √d, which the first transformer used, is equivalent.) In a transformer, or if the outputs share the matrix, say normalization: 'preNorm', which gives .02.",
      source: 'the argument of LeCun et al. 1998, §4.6, for fanIn = 1; Vaswani et al. 2017, §3.4',
      rate: 'embedding',
    }),
  },
  {
    suits: ({ layer }) => layer === 'embedding',
    advice: () => ({
      recipe: recipe('normal', { std: STD }),
      gain: Number.NaN,
      why: 'A normalization comes before every layer that reads the embedding, so its scale is free. The value .02 keeps the first logits small if the outputs share the matrix.',
      source: 'Radford et al. 2018, §4.1 (GPT)',
      rate: 'embedding',
    }),
  },
  {
    suits: ({ layer, normalization }) => normalization === 'postNorm' && (layer === 'attention' || layer === 'dense'),
    advice: () => ({
      recipe: recipe('xavierUniform'),
      gain: 1,
      why: 'The normalization after each sum sets the scale of the stream again, so the weights only need gain 1. Queries, keys and values are separate matrices. Gradients near the output are large at first, which no initial scale of this kind cures.',
      source: 'Glorot, Bengio 2010, eq. 16; Xiong et al. 2020',
      rate: 'postNorm',
    }),
  },
  {
    suits: ({ layer, residual }) => layer === 'attention' && residual === 'last',
    advice: ({ depth }) => ({
      recipe: recipe('normal', { std: overRoot(STD, 2 * depth) }),
      gain: Number.NaN,
      why: `A block adds two branches to the stream, at this depth ${2 * depth} in all. Divided by √${2 * depth}, all of them together add the variance of one. Scale both projections, of attention and of the MLP: scaleResiduals(model).`,
      source: 'Radford et al. 2019, §2.3 (GPT-2)',
      rate: 'preNorm',
    }),
  },
  {
    suits: ({ layer }) => layer === 'attention',
    advice: () => ({
      recipe: recipe('normal', { std: STD }),
      gain: Number.NaN,
      why: 'With normalization first in each branch the scale of the stream is free. The value .02 is a standard deviation at any width; at width 768 it is a gain of .55. In a small model lecunNormal() is the safer choice.',
      source: 'Radford et al. 2018, §4.1 (GPT)',
      rate: 'preNorm',
    }),
  },
];
