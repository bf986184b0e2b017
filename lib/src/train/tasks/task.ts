import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Initializer } from '../../init/initializer.js';
import type { Dataset, Sampler } from '../data/dataset.js';
import type { HiddenActivation } from './hiddenActivation.js';

/** Untrained model with the data that it should learn. */
export interface Task<Data extends Dataset | Sampler = Dataset> {
  model: LayersModel;
  /** Data to train on, for `train(model, task.train, …)`. */
  train: Data;
  /** Data of the same kind, held out for the test. */
  test: Dataset;
}

/** Options of the net, shared by the dense and the convolutional tasks. */
export interface NetOptions {
  /** Number of hidden layers. */
  depth?: number;
  /** Units, or filters, of each hidden layer. */
  width?: number;
  activation?: HiddenActivation;
  /** Initializer of the kernels. */
  init?: Initializer;
  /** Initializer of the output layer's kernel. Default: `init`. */
  outputInit?: Initializer;
  /** Initializer of the hidden layers' biases. Default `zeros()`. The output's bias is always 0. */
  biasInit?: Initializer;
  /**
   * Seed for the weights and for random data: a safe integer of at least 0 or a bigint. Default 0.
   */
  seed?: number | bigint;
}

export const NET_OPTION_NAMES: string[] = 'depth width activation init outputInit biasInit seed'.split(' ');
