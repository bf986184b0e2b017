import type { OptimizerName } from '../network/optimizer.js';

/**
 * The topics of the advice on the learning rate: plain layers, layers whose scale a normalization
 * hides, residual branches that start at 0, recurrent layers, transformers with normalization
 * before or after each branch, embeddings, and outputs.
 */
export type RateTopic =
  | 'plain'
  | 'normalized'
  | 'zeroBranch'
  | 'recurrent'
  | 'preNorm'
  | 'postNorm'
  | 'embedding'
  | 'output';

/**
 * The families of optimizers: steps are proportional to the gradient, or have a size that does not
 * depend on its scale.
 */
type Family = 'proportional' | 'adaptive';

const OPTIMIZERS: Record<OptimizerName, { text: string; family: Family }> = {
  sgd: { text: 'SGD', family: 'proportional' },
  momentum: { text: 'SGD with momentum', family: 'proportional' },
  adam: { text: 'Adam', family: 'adaptive' },
  rmsprop: { text: 'RMSProp', family: 'adaptive' },
  adagrad: { text: 'Adagrad', family: 'adaptive' },
};

/**
 * The advice for each topic and family of optimizers. NAME stands for the name of the optimizer.
 */
const NOTES: Record<RateTopic, Record<Family, string>> = {
  plain: {
    proportional:
      'A step of NAME is proportional to the gradient: a layer whose gradients are k times smaller moves k times less. A wrong gain is therefore also a wrong learning rate, a different one in each layer.',
    adaptive:
      'A step of NAME does not depend on the scale of the gradient (Kingma, Ba 2015, §2.1): all weights move alike, and a sum of fanIn of them moves fanIn times as much. When the width changes, scale the rate of hidden layers by 1/fanIn (Yang et al. 2022).',
  },
  normalized: {
    proportional:
      'The normalization hides the scale of the weights from the signal but not from NAME: weights that are k times larger have gradients k times smaller and change direction k² times more slowly (van Laarhoven 2017).',
    adaptive:
      'The normalization hides the scale of the weights from the signal but not from NAME: steps keep their size, so weights that are k times larger change direction k times more slowly (van Laarhoven 2017).',
  },
  zeroBranch: {
    proportional:
      'Fixup is derived for SGD: a step changes the output in proportion to the learning rate at any depth, so you can use the rates of a net with batch normalization (Zhang, Dauphin, Ma 2019).',
    adaptive:
      'Fixup is derived for SGD, whose steps are as small as the gradients of a scaled branch. Those of NAME are not: the first step changes the output √depth times as much, so divide the rate by √depth. For transformers T-Fixup (Huang et al. 2020) is derived for Adam.',
  },
  recurrent: {
    proportional:
      'Clip the norm of the gradient: it may explode at single steps whatever the initial weights are, and a step of NAME explodes with it (Pascanu, Mikolov, Bengio 2013).',
    adaptive:
      'Clip the norm of the gradient (Pascanu, Mikolov, Bengio 2013): a gradient that explodes does not enlarge the step of NAME, but it stays in its averages and makes later steps too small.',
  },
  preNorm: {
    proportional:
      'NAME trains transformers worse than adaptive methods do; why is disputed (gradient noise with heavy tails: Zhang et al. 2020, "Why are adaptive methods good for attention models?"; not the noise: Kunstner et al. 2023). Clip the gradient if you use it.',
    adaptive:
      'No warm-up is needed, because gradients have the same size at any depth (Xiong et al. 2020). When the width changes, scale the rate of hidden layers by 1/fanIn (Yang et al. 2022).',
  },
  postNorm: {
    proportional:
      'Warm the rate up, because the gradients near the output are large at the start, and so are the steps of NAME (Xiong et al. 2020). Adaptive methods train transformers better (Zhang et al. 2020).',
    adaptive:
      'Warm the rate up from 0, for example over 4000 steps (Vaswani et al. 2017, §5.3), because the gradients near the output are large at the start (Xiong et al. 2020).',
  },
  embedding: {
    proportional:
      'Rows of rare words seldom have a gradient, so NAME moves them little. Adaptive methods even that out (Duchi, Hazan, Singer 2011).',
    adaptive: 'An input picks one row, so the rate of NAME need not change with the width (Yang et al. 2022).',
  },
  output: {
    proportional: 'When the width changes, scale the rate of NAME for this layer by 1/fanIn (Yang et al. 2022).',
    adaptive: 'When the width changes, scale the rate of NAME for this layer by 1/fanIn (Yang et al. 2022).',
  },
};

/** Writes what the initial weights mean for the learning rate of an optimizer. */
export function learningRate(optimizer: OptimizerName, topic: RateTopic): string {
  const { text, family } = OPTIMIZERS[optimizer];
  return NOTES[topic][family].replaceAll('NAME', text);
}
