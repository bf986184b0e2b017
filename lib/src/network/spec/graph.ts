import type { Activation } from '../../activation/elementwise.js';
import type { Initializer } from '../../init/initializer.js';
import type { Window } from './window.js';

/**
 * A network as a list of nodes in topological order: the first is the input, the last the output.
 */
export type Graph = readonly GraphNode[];

/** One layer: z = op(the activations of its inputs), a = activation(z). */
export interface GraphNode {
  /** Unique name: `dense1`, for example, or `residual1/dense1` inside a residual layer. */
  readonly name: string;
  readonly op: Op;
  /** Indices of the nodes whose activations are its inputs. All precede its own index. */
  readonly inputs: readonly number[];
  /** Shape of z and of a, without the batch. */
  readonly shape: readonly number[];
  /** Activation function; `linear`, the identity, for a layer without one. */
  readonly activation: Activation;
}

export type Op =
  | { readonly type: 'input' | 'activation' | 'globalAvgPool' | 'flatten' }
  | Dense
  | Conv
  | Norm
  | Dropout
  | Pool
  | Add;

interface Weighted {
  readonly init: Initializer;
  readonly bias?: Initializer;
}

export interface Dense extends Weighted {
  readonly type: 'dense';
  /** Shape of the weights: [in, units]. */
  readonly kernel: readonly [number, number];
}

export interface Conv extends Weighted {
  readonly type: 'conv';
  /** Shape of the weights: [kernel height, kernel width, in/groups, filters]. */
  readonly kernel: readonly [number, number, number, number];
  readonly window: Window;
  readonly groups: number;
}

export interface Norm {
  readonly type: 'layerNorm' | 'batchNorm' | 'rmsNorm';
  readonly epsilon: number;
}

export interface Dropout {
  readonly type: 'dropout';
  readonly rate: number;
}

export interface Pool {
  readonly type: 'maxPool' | 'avgPool';
  readonly window: Window;
}

/** The sum of the inputs, each multiplied by its scale. */
export interface Add {
  readonly type: 'add';
  readonly scales: readonly number[];
}
