import type { LayersModel } from '@tensorflow/tfjs-layers';

/** A model of another program as a layers model of TensorFlow.js, with the same outputs. */
export interface ImportedModel {
  model: LayersModel;
  /** Inputs of the file, in the order of the inputs of the model. */
  inputs: ImportedInput[];
  /** Weights of the layers, with their names in the file. */
  weights: ImportedWeight[];
  /** Library in which its owner trains it. */
  language: 'pytorch' | 'keras';
}

export interface ImportedInput {
  name: string;
  /**
   * Order in which the axes of the file's input become those of the layers model: [0, 2, 3, 1] if
   * it takes channels first. Undefined if the axes stay.
   */
  axes: readonly number[] | undefined;
}

/** A weight of a layer, and the tensor of the file that it was made of. */
export interface ImportedWeight {
  layer: string;
  /** Place among the weights of the layer. */
  index: number;
  /** Name of the weight in the layer, such as `kernel`. */
  weight: string;
  /** Name of the tensor in the file. */
  tensor: string;
  /** Shape of the weight with an axis for each of the tensor's. */
  shape: readonly number[];
  /** Order in which the axes of the weight become those of the file's tensor. */
  axes: readonly number[];
}

/**
 * A file cannot be made into a layers model. The message is the end of a sentence about the file.
 */
export class ImportError extends Error {
  override name = 'ImportError';
}
