import type { GraphNode, Op } from '../../../network/spec/graph.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { type Signal, sizeOf } from '../spread/signal.js';
import { activate, dropOut } from './activation.js';
import { addSignals, concatenate } from './merge.js';
import { type NormState, normalize } from './norm.js';
import { poolGlobally, poolWindows } from './pool.js';
import { softmaxSignal } from './softmax.js';
import { applyWeights, type WeightLaws } from './weights.js';

/**
 * Operations of a planned network: those of a graph, concatenation, and operations unknown to the
 * theory.
 */
export type PlannedOp =
  | Op
  | { readonly type: 'concat' }
  | {
      readonly type: 'unknown';
      readonly reason: string;
      /** Second moment of the output, if it is known from elsewhere. */
      readonly secondMoment?: number;
    };

/** A node of a network, with the properties of its weights if it has any. */
export interface PlannedNode extends Omit<GraphNode, 'op'> {
  readonly op: PlannedOp;
  readonly laws?: WeightLaws;
  /** Whether a is the softmax of z over the channels, instead of an activation. */
  readonly hasSoftmax?: boolean;
}

/** State of the forward pass at one node, before and after its activation. */
export interface ForwardState {
  z: Signal;
  a: Signal;
  /** State of a normalization. */
  norm?: NormState;
}

/** Bound of second moments, which leaves room for sums of them and for the tails of activations. */
export const LARGEST_SECOND_MOMENT = 1e300;

function checkSize(signal: Signal, kind: 'z' | 'a', name: string): void {
  const size = sizeOf(signal);
  if (size <= LARGEST_SECOND_MOMENT) return;
  throw new RangeError(
    `the signal overflows: the second moment of ${kind} at ${name} is ${size}, above ${LARGEST_SECOND_MOMENT}; ` +
      'choose smaller weights or fewer layers',
  );
}

/**
 * Computes the signal after a node from its `inputs`. The `index` is the node's place in the
 * network.
 */
export function forwardStep(
  { name, op, laws, activation, hasSoftmax }: PlannedNode,
  inputs: readonly Signal[],
  index: number,
  events: Events,
  forwardEvents: ForwardEvents,
): ForwardState {
  const [input] = inputs;
  const pass = (z: Signal): ForwardState => {
    checkSize(z, 'z', name);
    const a = hasSoftmax ? softmaxSignal(z, events) : activate(z, activation, events);
    checkSize(a, 'a', name);
    return { z, a };
  };
  switch (op.type) {
    case 'dense':
    case 'conv':
      return pass(applyWeights(input, op, laws as WeightLaws, index, forwardEvents));
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm': {
      const norm = normalize(input, op, forwardEvents);
      return { ...pass(norm.output), norm };
    }
    case 'dropout':
      return pass(dropOut(input, op.rate));
    case 'maxPool':
    case 'avgPool':
      return pass(poolWindows(input, op));
    case 'globalAvgPool':
      return pass(poolGlobally(input));
    case 'flatten':
      return pass({ ...input, isFlat: true });
    case 'add':
      return pass(addSignals(inputs, op.scales, index));
    case 'concat':
      return pass(concatenate(inputs, index));
    default:
      return pass(input);
  }
}
