import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Initializer } from '../../init/initializer.js';
import type { Dataset, Sampler } from '../data/dataset.js';
import type { HiddenActivation } from './hiddenActivation.js';

/** A model, not yet trained, with what it is to learn. */
export interface Task<Data extends Dataset | Sampler = Dataset> {
  model: LayersModel;
  /** To train on: `train(model, task.train, …)`. */
  train: Data;
  /** Of the same kind, but kept apart. */
  test: Dataset;
}

/** What the dense and convolutional tasks let one choose of their net. */
export interface NetOptions {
  /** Number of hidden layers. */
  depth?: number;
  /** Units, or filters, of each hidden layer. */
  width?: number;
  activation?: HiddenActivation;
  /** Of the kernels. */
  init?: Initializer;
  /** Of the output layer's kernel, default `init`. */
  outputInit?: Initializer;
  /** Of the hidden layers' biases, default `zeros()`; the output's is 0. */
  biasInit?: Initializer;
  /** Of the weights and of data that are drawn; default 0. A safe integer from 0 or a bigint, as for `random`. */
  seed?: number | bigint;
}

export const netOptionNames: string[] = 'depth width activation init outputInit biasInit seed'.split(' ');
