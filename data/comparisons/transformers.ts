import { initWeights, lecunNormal, type ModelLayer, normal, scaleResiduals, zeros } from 'initlab';
import { type CompareOptions, type Start, tinyTransformer } from 'initlab/tasks';

const size = { blocks: 8, width: 32, heads: 2, context: 16 };

/** Keeps the second moment of every signal near 1, except in the stream. */
const gainOne = (layer: ModelLayer) => {
  if (layer.kind === 'embedding') return normal({ std: Math.SQRT1_2 });
  return layer.kind === 'dense' ? lecunNormal() : undefined;
};

/** Sets the two projections of each block to 0. */
const zeroProjections = ({ name }: ModelLayer) => (/_(proj|down)$/.test(name) ? zeros() : undefined);

/** Makes a GPT with weights of gain 1, apart from the projections into the stream. */
const gpt =
  (normalization: 'none' | 'preNorm' | 'postNorm', projections: 'full' | 'scaled' | 'zero'): Start =>
  (seed) => {
    const task = tinyTransformer({ ...size, normalization, seed });
    initWeights(task.model, { rule: gainOne, seed });
    if (projections === 'scaled') scaleResiduals(task.model);
    if (projections === 'zero') initWeights(task.model, { rule: zeroProjections });
    return task;
  };

/** The starts of lesson 8. */
export const starts: Record<string, Start> = {
  'no norms': gpt('none', 'full'),
  'no norms, scaled': gpt('none', 'scaled'),
  'no norms, zero': gpt('none', 'zero'),
  'pre-norm': gpt('preNorm', 'full'),
  'pre-norm, scaled': gpt('preNorm', 'scaled'),
  'pre-norm, zero': gpt('preNorm', 'zero'),
  'post-norm': gpt('postNorm', 'full'),
  'post-norm, scaled': gpt('postNorm', 'scaled'),
  'GPT-2': (seed) => tinyTransformer({ ...size, seed }),
  'N(0, 1)': (seed) => tinyTransformer({ ...size, std: 1, residualScale: 1, seed }),
};

export const options: CompareOptions = {
  steps: 150,
  batchSize: 8,
  optimizer: 'adam',
  learningRate: 0.003,
  testExamples: 64,
};
