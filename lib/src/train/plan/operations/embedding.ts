import type { LayerVariable } from '@tensorflow/tfjs-layers';
import { product } from '../../../init/shape.js';
import { addressOf, type KnownLayer, type Planner } from './operation.js';

type EmbeddingLayer = KnownLayer & { embeddings: LayerVariable; maskZero?: boolean };

/**
 * Plans a look-up in a table of embeddings. The codes are whole numbers in float32. A code that is
 * out of range gives NaN, so that the batch is left to tfjs, which throws.
 */
export const embedding: Planner = (heap, layer, [shape]) => {
  const { embeddings, maskZero } = layer as EmbeddingLayer;
  if (maskZero) return undefined;
  const [rows, width] = embeddings.shape as number[];
  const count = product(shape);
  return {
    shape: [...shape, width],
    weights: [embeddings],
    forward: ({ x, y }) => heap.routines.gatherRows(x, addressOf(heap, embeddings), y, count, rows, width),
    backward: ({ x, dy, dWeights: [dTable] }) => {
      if (dTable) heap.routines.scatterRows(x, dy, dTable, count, rows, width);
    },
  };
};

/** Plans the layer that numbers the positions of each sequence. */
export const positions: Planner = ({ routines }, _, [shape]) => {
  const [rows, width] = shape;
  if (shape.length !== 2) return undefined;
  return { shape, weights: [], forward: ({ y }) => routines.countColumns(y, rows, width) };
};
