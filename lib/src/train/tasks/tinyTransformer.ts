import type * as tfl from '@tensorflow/tfjs-layers';
import { input, layers, model } from '#tfjs-layers';
import { describe, knownOptions, nonNegative, oneOf, positiveInteger } from '../../foundation/argument.js';
import { normal } from '../../init/normal.js';
import type { Sampler } from '../data/dataset.js';
import { loadAlice } from '../data/loadAlice.js';
import { layerInits } from './layerInits.js';
import type { Task } from './task.js';
import { testWindows, textCodes, windowSampler } from './textWindows.js';
import { transformerLayers } from './transformerLayers.js';

export interface TinyTransformerOptions {
  /** Number of blocks, each with attention and MLP. Default 2. */
  blocks?: number;
  /** Size of the residual stream, a multiple of `heads`. Default 48. */
  width?: number;
  /** Number of attention heads. Default 3. */
  heads?: number;
  /** Number of characters that the model sees at a time. Default 32. */
  context?: number;
  /** Standard deviation of all weights. Default 0.02. */
  std?: number;
  /**
   * Factor for each block's two projections into the stream. Default 1/√(2·blocks), as in GPT-2.
   */
  residualScale?: number;
  /**
   * Place of the layer norms: first in each branch and before the logits (`'preNorm'`, as in
   * GPT-2), after each sum (`'postNorm'`, as in the first transformer), or nowhere. Default
   * `'preNorm'`.
   */
  normalization?: 'preNorm' | 'postNorm' | 'none';
  /** Text to learn. Default: {@link loadAlice}. The last tenth is held out for the test. */
  text?: string;
  /** Seed for the weights. Default 0. */
  seed?: number | bigint;
}

export interface TextTask extends Task<Sampler> {
  /** Characters by token: token i stands for character i. */
  vocabulary: string[];
}

const OPTION_NAMES = 'blocks width heads context std residualScale normalization text seed'.split(' ');

/**
 * Makes the task of a tiny GPT that learns to predict the next character of a text. The model has
 * embeddings of tokens and positions, `blocks` of x + proj(attention(qkv(norm(x)))) and x +
 * down(gelu(up(norm(x)))), a last norm, and logits. The option `normalization` moves the norms. The
 * loss is the cross entropy per character. Guessing gives the logarithm of the vocabulary's size,
 * 4.25; knowing how frequent each character is gives 3.13.
 *
 * All weights are in dense layers, embeddings and layer norms of tfjs, which are named token,
 * place, norm, block1_qkv, block1_proj, block1_up, block1_down …. You can save the model, and load
 * it in a program that has called this function.
 *
 * @see Radford et al., Language models are unsupervised multitask learners (2019), §2.3, for the
 *   norms and the scale of the projections
 * @throws RangeError or TypeError that names the option that does not fit
 * @throws DataError if the text is missing
 * @example
 * ```ts
 * import { tinyTransformer } from 'initlab/tasks';
 * const { model, vocabulary } = tinyTransformer({ blocks: 1, width: 12, context: 8 });
 * vocabulary.length; // 70
 * model.outputs[0].shape; // [null, 8, 70]
 * ```
 */
export function tinyTransformer(options: TinyTransformerOptions = {}): TextTask {
  knownOptions(options, OPTION_NAMES, 'tinyTransformer');
  const { context = 32, text = loadAlice() } = options;
  positiveInteger(context, 'context');
  if (typeof text !== 'string') throw new TypeError(`text is ${describe(text)}; it must be a string`);
  const { vocabulary, codes } = textCodes(text);
  const split = Math.floor(0.9 * codes.length);
  if (codes.length - split <= context) {
    throw new RangeError(
      `text has ${codes.length} characters; for a context of ${context} it needs more than ${10 * context}`,
    );
  }
  return {
    model: transformer(vocabulary.length, context, options),
    train: windowSampler(codes.subarray(0, split), context),
    test: testWindows(codes.subarray(split), context),
    vocabulary,
  };
}

function transformer(tokens: number, context: number, options: TinyTransformerOptions): tfl.LayersModel {
  const { blocks = 2, width = 48, heads = 3, std = 0.02, normalization = 'preNorm', seed = 0 } = options;
  oneOf(normalization, ['preNorm', 'postNorm', 'none'], 'normalization');
  for (const [name, value] of Object.entries({ blocks, width, heads })) positiveInteger(value, name);
  const { residualScale = 1 / Math.sqrt(2 * blocks) } = options;
  if (width % heads !== 0) throw new RangeError(`width is ${width}; it must be a multiple of heads, ${heads}`);
  const initializer = layerInits(seed);
  const inner = initializer(normal({ std: nonNegative(std, 'std') }));
  const intoStream = initializer(normal({ std: std * nonNegative(residualScale, 'residualScale') }));

  const embedding = (name: string, inputDim: number): tfl.layers.Layer =>
    layers.embedding({ name, inputDim, outputDim: width, embeddingsInitializer: inner });
  const dense = (name: string, units: number, kernelInitializer = inner): tfl.layers.Layer =>
    layers.dense({ name, units, kernelInitializer });
  const chain = (x: tfl.SymbolicTensor, ...parts: tfl.layers.Layer[]): tfl.SymbolicTensor =>
    parts.reduce((value, layer) => layer.apply(value) as tfl.SymbolicTensor, x);
  const add = (name: string, ...parts: tfl.SymbolicTensor[]): tfl.SymbolicTensor =>
    layers.add({ name }).apply(parts) as tfl.SymbolicTensor;

  const { CausalAttention, Positions } = transformerLayers();
  const given = input({ name: 'characters', shape: [context], dtype: 'int32' });
  const places = chain(given, new Positions({ name: 'positions' }), embedding('place', context));
  const norm = (name: string, place: 'preNorm' | 'postNorm'): tfl.layers.Layer[] =>
    normalization === place ? [layers.layerNormalization({ name })] : [];
  let stream = add('stream', chain(given, embedding('token', tokens)), places);
  for (let i = 1; i <= blocks; i++) {
    const block = `block${i}`;
    const attention = [
      dense(`${block}_qkv`, 3 * width),
      new CausalAttention({ name: `${block}_attention`, heads }),
      dense(`${block}_proj`, width, intoStream),
    ];
    const mlp = [
      dense(`${block}_up`, 4 * width),
      layers.activation({ name: `${block}_gelu`, activation: 'gelu' }),
      dense(`${block}_down`, width, intoStream),
    ];
    for (const [part, branch] of [attention, mlp].entries()) {
      const name = `${block}_norm${part + 1}`;
      const sum = add(`${block}_add${part + 1}`, stream, chain(stream, ...norm(name, 'preNorm'), ...branch));
      stream = chain(sum, ...norm(name, 'postNorm'));
    }
  }
  const logits = chain(stream, ...norm('norm', 'preNorm'), dense('output', tokens));
  return model({ inputs: given, outputs: logits });
}
