import type { layers } from '@tensorflow/tfjs-layers';
import type { LayerKind as FanKind } from '../../init/fans.js';
import type { LayerActivation } from './activations.js';
import type { LayerPart } from './parts.js';
import type { RangeRule } from './ranges.js';

type Layer = layers.Layer;

/** Operations with a weight matrix. */
export type MatrixOperation = 'dense' | 'conv' | 'depthwise' | 'separable' | 'convTranspose' | 'embedding';
export type RecurrentOperation = 'rnn' | 'lstm' | 'gru';
export type UnitOperation = 'norm' | 'activation' | 'prelu' | 'dropout' | 'noise' | 'rescale' | 'mask';
export type MergeOperation = 'add' | 'merge' | 'concat';
export type PoolOperation = 'maxPool' | 'avgPool' | 'globalMaxPool' | 'globalAvgPool';
export type ShapeOperation = 'flatten' | 'reshape' | 'move' | 'resize';

/**
 * Operation of a layer. `'unknown'` stands for a class that this library does not know, such as one
 * of your own.
 */
export type Operation =
  | (MatrixOperation | RecurrentOperation | UnitOperation | MergeOperation | PoolOperation | ShapeOperation)
  | ('input' | 'model' | 'encode' | 'unknown');

/** A weight by which a layer multiplies its input. */
export interface MatrixKind {
  /** Rule that finds the fans among the axes. Absent for a lookup table, which sums nothing. */
  readonly fans?: FanKind;
  /** Number of matrices stored side by side, one for each gate of an LSTM or a GRU. Default 1. */
  readonly gates?: number;
  /** Axes that index the units. Default `'last'`. */
  readonly units?: 'last' | 'lastTwo' | 'secondLast';
}

/** A row of the table of layer kinds: everything that the library knows about a layer class. */
export interface LayerKind {
  readonly operation: Operation;
  /**
   * Matrices, with their names as keys, in the order in which they are applied. Absent for an
   * unknown class.
   */
  readonly matrices?: Readonly<Record<string, MatrixKind>>;
  /** Name of the matrix to which the output is proportional, apart from biases. */
  readonly unitMatrix?: string;
  /** Reads the activation that the layer applies. */
  readonly activation?: (layer: Layer) => LayerActivation | undefined;
  /**
   * Whether the layer is nothing but an activation function, so that its input is the
   * pre-activation.
   */
  readonly isActivation?: boolean;
  /**
   * Effect of multiplying one of the inputs by a positive factor, apart from the activation. The
   * output is multiplied by the same factor (`'keeps'`), stays the same (`'resets'`), has the
   * factor in only one of the signals that it merges (`'mixes'`), or changes in some other way
   * (`'changes'`).
   */
  readonly scale: 'keeps' | 'resets' | 'mixes' | 'changes';
  /** Whether the layer keeps units that are never above 0 at or below 0. */
  readonly sign: 'keeps' | 'changes';
  /**
   * Whether the layer maps probabilities to probabilities, produces probabilities with its
   * activation, or turns them into other numbers.
   */
  readonly probability: 'keeps' | 'makes' | 'loses';
  /**
   * Range of the output, apart from the activation, by the ranges of the inputs. Absent if it is
   * unknown.
   */
  readonly range?: RangeRule;
  /** Number of spatial axes of a convolution or pooling layer. */
  readonly axes?: number;
  /** Whether the layer uses statistics of the whole batch during training. */
  readonly usesBatch?: boolean;
  /** Lists the layers inside this one, which hold its weights. */
  readonly parts?: (layer: Layer) => readonly LayerPart[];
  /** Whether the layer only repeats the single layer inside it, for each step or position. */
  readonly passesOn?: boolean;
}
