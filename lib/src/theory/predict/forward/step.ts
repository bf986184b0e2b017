import type { GraphNode, Op } from '../../../network/spec/graph.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { activated, droppedSignal } from './activation.js';
import { concatenated, sumOf } from './merge.js';
import { type Normed, normedSignal } from './norm.js';
import { globallyPooled, pooledSignal } from './pool.js';
import type { Signal } from './signal.js';
import { softmaxSignal } from './softmax.js';
import { type Laws, weightedSignal } from './weights.js';

/** What theory follows: the operations of a graph, signals side by side, and what it does not know. */
export type PlannedOp =
  | Op
  | { readonly type: 'concat' }
  | {
      readonly type: 'unknown';
      readonly reason: string;
      /** Second moment of the output, if it is known from elsewhere. */
      readonly secondMoment?: number;
    };

/** A node of a network, and the law of its weights if it has some. */
export interface PlannedNode extends Omit<GraphNode, 'op'> {
  readonly op: PlannedOp;
  readonly laws?: Laws;
  /** Whether a is the softmax of z over the channels, instead of an activation. */
  readonly softmax?: boolean;
}

/** The forward pass at one node: before and after its activation. */
export interface Passed {
  z: Signal;
  a: Signal;
  /** Of a norm. */
  norm?: Normed;
}

/** The signal behind a node, `inputs` being those it takes; `index` is its place in the network. */
export function forwardStep(
  { op, laws, activation, softmax }: PlannedNode,
  inputs: readonly Signal[],
  index: number,
  events: Events,
  forwardEvents: ForwardEvents,
): Passed {
  const [input] = inputs;
  const pass = (z: Signal): Passed => ({ z, a: softmax ? softmaxSignal(z, events) : activated(z, activation, events) });
  switch (op.type) {
    case 'dense':
    case 'conv':
      return pass(weightedSignal(input, op, laws as Laws, index, forwardEvents));
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm': {
      const norm = normedSignal(input, op, forwardEvents);
      return { ...pass(norm.output), norm };
    }
    case 'dropout':
      return pass(droppedSignal(input, op.rate));
    case 'maxPool':
    case 'avgPool':
      return pass(pooledSignal(input, op));
    case 'globalAvgPool':
      return pass(globallyPooled(input));
    case 'flatten':
      return pass({ ...input, flat: true });
    case 'add':
      return pass(sumOf(inputs, op.scales, index));
    case 'concat':
      return pass(concatenated(inputs, index));
    default:
      return pass(input);
  }
}
