import { product } from '../../../init/shape.js';
import { causalAttention } from './attention.js';
import { batchNormalization } from './batchNormalization.js';
import { layerByTfjs } from './byTfjs.js';
import { convolution } from './convolution.js';
import { dense } from './dense.js';
import { dropout } from './dropout.js';
import { add, relu } from './elementwise.js';
import { embedding, positions } from './embedding.js';
import { layerNormalization } from './layerNormalization.js';
import { type Planner, unchanged } from './operation.js';
import { globalAverage, maxPooling } from './pooling.js';
import { recurrent } from './recurrent/recurrent.js';

/** The layer classes of tfjs that can be planned. */
export const PLANNERS: Readonly<Record<string, Planner>> = {
  InputLayer: (_, __, [shape]) => unchanged(shape),
  Flatten: (_, { dataFormat }, [[batch, ...rest]]) =>
    dataFormat === 'channelsFirst' ? undefined : unchanged([batch, product(rest)]),
  Dense: dense,
  Conv2D: convolution,
  MaxPooling2D: maxPooling,
  GlobalAveragePooling2D: globalAverage,
  BatchNormalization: batchNormalization,
  LayerNormalization: layerNormalization,
  Add: add,
  SimpleRNN: recurrent,
  LSTM: recurrent,
  GRU: recurrent,
  Embedding: embedding,
  InitlabPositions: positions,
  InitlabCausalAttention: causalAttention,
  Dropout: dropout,
  GaussianNoise: onlyInTraining,
  GaussianDropout: onlyInTraining,
  AlphaDropout: onlyInTraining,
  // The activation follows as an operation of its own.
  Activation: (_, __, [shape]) => unchanged(shape),
  ReLU: (heap, layer, [shape], situation) =>
    layer.maxValue == null ? relu(heap, shape) : layerByTfjs(heap, layer, [shape], situation),
  LeakyReLU: layerByTfjs,
  ELU: layerByTfjs,
  Softmax: layerByTfjs,
  AveragePooling2D: layerByTfjs,
  GlobalMaxPooling2D: layerByTfjs,
  ZeroPadding2D: layerByTfjs,
  UpSampling2D: layerByTfjs,
  Reshape: layerByTfjs,
};

/** Classes of layers that take whole numbers, which a plan keeps as float32. */
export const TAKES_INTEGERS: readonly string[] = ['Embedding', 'InitlabPositions'];

/** Plans a layer that does nothing outside of training, where it draws random numbers. */
function onlyInTraining(...[, , [shape], { isTraining }]: Parameters<Planner>): ReturnType<Planner> {
  return isTraining ? undefined : unchanged(shape);
}
