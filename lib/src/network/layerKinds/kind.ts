import type { layers } from '@tensorflow/tfjs-layers';
import type { LayerKind as FanKind } from '../../init/fans.js';
import type { LayerActivation } from './activations.js';
import type { LayerPart } from './parts.js';

type Layer = layers.Layer;

/** Operations with a matrix of weights. */
export type MatrixOperation = 'dense' | 'conv' | 'depthwise' | 'separable' | 'convTranspose' | 'embedding';
export type RecurrentOperation = 'rnn' | 'lstm' | 'gru';
export type UnitOperation = 'norm' | 'activation' | 'prelu' | 'dropout' | 'noise' | 'rescale' | 'mask';
export type MergeOperation = 'add' | 'merge' | 'concat';
export type PoolOperation = 'maxPool' | 'avgPool' | 'globalMaxPool' | 'globalAvgPool';
export type ShapeOperation = 'flatten' | 'reshape' | 'move' | 'resize';

/** What a layer computes. `'unknown'` is a class that this library does not know, such as one of your own. */
export type Operation =
  | (MatrixOperation | RecurrentOperation | UnitOperation | MergeOperation | PoolOperation | ShapeOperation)
  | ('input' | 'model' | 'encode' | 'unknown');

/** A weight that a layer multiplies its input by. */
export interface MatrixKind {
  /** Which axes are the fans. Absent for a lookup table, which sums nothing. */
  readonly fans?: FanKind;
  /** Number of matrices side by side, one for each gate of an LSTM or a GRU. Default 1. */
  readonly gates?: number;
  /** The axes that number the units. Default `'last'`. */
  readonly units?: 'last' | 'lastTwo' | 'secondLast';
}

/** What the library knows of a layer class. */
export interface LayerKind {
  readonly operation: Operation;
  /** Matrices by their names, in the order in which they are applied. Absent for an unknown class. */
  readonly matrices?: Readonly<Record<string, MatrixKind>>;
  /** Name of the matrix that the output is proportional to, biases apart. */
  readonly unitMatrix?: string;
  /** Reads the activation that the layer applies. */
  readonly activation?: (layer: Layer) => LayerActivation | undefined;
  /** Whether the layer is an activation function and nothing else, so that its input is the pre-activation. */
  readonly isActivation?: boolean;
  /**
   * What becomes of a positive factor on one of the inputs, the activation apart: the output has the same factor, loses
   * it, has it in one of the signals that it merges, or depends on it otherwise.
   */
  readonly scale: 'keeps' | 'resets' | 'mixes' | 'changes';
  /** Whether units that are at most 0 everywhere stay so. */
  readonly sign: 'keeps' | 'changes';
  /** Whether probabilities in are probabilities out, or the activation makes them. */
  readonly probability: 'keeps' | 'makes' | 'loses';
  /** Number of spatial axes of a convolution or pool. */
  readonly axes?: number;
  /** Whether the layer takes statistics of the whole batch when it is trained. */
  readonly usesBatch?: boolean;
  /** Reads the layers within the layer, which hold its weights. */
  readonly parts?: (layer: Layer) => readonly LayerPart[];
  /** Whether the layer computes what the only layer within it does, for each step or position. */
  readonly passesOn?: boolean;
}
