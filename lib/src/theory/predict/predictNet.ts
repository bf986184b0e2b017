import { knownOptions, nonNegative, perLayer, positive } from '../../foundation/argument.js';
import type { Initializer } from '../../init/initializer.js';
import { normal } from '../../init/normal.js';
import { build } from '../../network/spec/build.js';
import { type LayersOptions, layersOf } from '../../network/spec/options.js';
import { checkWidths } from '../../network/spec/widths.js';
import type { PlannedNode } from './forward/step.js';
import { weightLaw } from './forward/weightLaw.js';
import {
  type LayerPrediction,
  labelPrediction,
  type PredictDenseOptions,
  type PredictedBatch,
  type PredictLayersOptions,
  type PredictOptions,
} from './prediction.js';
import { propagate } from './propagate.js';

/** Predicts the signal of a net that its options describe. */
export function predictNet(options: PredictOptions): LayerPrediction[] {
  return 'layers' in options ? predictLayers(options) : predictDense(options);
}

function predictDense(options: PredictDenseOptions): LayerPrediction[] {
  const allowed = ['widths', 'activation', 'weightVariance', 'init', 'biasVariance', 'input', 'batch'];
  knownOptions(options, allowed, 'predict');
  const { widths, activation, weightVariance, init, biasVariance = 0 } = options;
  checkWidths(widths, 2);
  const count = widths.length - 1;
  if ((weightVariance === undefined) === (init === undefined)) {
    throw new TypeError('predict: give either weightVariance, fanIn·Var(w), or init, an initializer');
  }
  const biases = perLayer(biasVariance, count, 'biasVariance');
  for (const [i, variance] of biases.entries()) nonNegative(variance, `biasVariance of layer ${i + 1}`);
  const given = init ?? denseWeights(widths, perLayer(weightVariance as number, count, 'weightVariance'));
  const { layers, inputShape } = layersOf({ widths, activation, init: given });
  const biased = layers.map((layer, i) =>
    biases[i] === 0 ? layer : { ...layer, bias: normal({ std: Math.sqrt(biases[i]) }) },
  );
  return predictGraph(biased as LayersOptions['layers'], inputShape, options);
}

function denseWeights(widths: readonly number[], variances: readonly number[]): Initializer[] {
  return variances.map((variance, i) =>
    normal({ std: Math.sqrt(positive(variance, `weightVariance of layer ${i + 1}`) / widths[i]) }),
  );
}

function predictLayers(options: PredictLayersOptions): LayerPrediction[] {
  knownOptions(options, ['layers', 'inputShape', 'input', 'batch'], 'predict');
  return predictGraph(options.layers, options.inputShape, options);
}

function predictGraph(
  layers: LayersOptions['layers'],
  inputShape: readonly number[],
  { input, batch }: PredictedBatch,
): LayerPrediction[] {
  const nodes = build(layers, inputShape).map((node): PlannedNode => {
    const { op, name } = node;
    if (op.type !== 'dense' && op.type !== 'conv') return node;
    const weights = weightLaw(op.init, op.kernel);
    if (weights.mean !== 0) {
      throw new RangeError(
        `the weights of ${name} have mean ${weights.mean}; theory needs a mean of 0, which heNormal() has, for example`,
      );
    }
    return { ...node, laws: { weights, ...(op.bias && { bias: weightLaw(op.bias, op.kernel.slice(-1)) }) } };
  });
  const bands = propagate(nodes, [nodes.length - 1], { inputs: [input && { name: 'input', numbers: input }], batch });
  return bands.map((band, layer) => labelPrediction(nodes[layer], layer, band) as LayerPrediction);
}
