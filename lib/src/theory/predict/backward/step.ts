import type { ForwardState, PlannedNode } from '../forward/step.js';
import type { WeightLaws } from '../forward/weights.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import type { Signal } from '../spread/signal.js';
import { backwardActivation } from './activation.js';
import { backwardDropout } from './dropout.js';
import type { BackwardEvents } from './events.js';
import type { Gradient } from './gradient.js';
import { backwardNorm } from './norm.js';
import { backwardGlobalPool, backwardPool } from './pool.js';
import { backwardSoftmax } from './softmax.js';
import { backwardWeights } from './weights.js';

/** Computes the gradient with respect to a node's pre-activations. */
export function backwardThroughActivation(
  gradient: Gradient,
  node: PlannedNode,
  passed: ForwardState,
  events: Events,
  forwardEvents: ForwardEvents,
): Gradient {
  const { z, a } = passed;
  if (node.hasSoftmax) return backwardSoftmax(gradient, z, events);
  return z === a ? gradient : backwardActivation(gradient, passed, node.activation, events, forwardEvents);
}

/**
 * Computes the gradients with respect to each input of a node from the gradient with respect to its
 * pre-activations.
 */
export function backwardStep(
  gradient: Gradient,
  node: PlannedNode,
  { z, norm }: ForwardState,
  inputs: readonly Signal[],
  index: number,
  events: Events,
  backwardEvents: BackwardEvents,
): Gradient[] {
  const { op, laws } = node;
  const [input] = inputs;
  switch (op.type) {
    case 'dense':
    case 'conv':
      return [backwardWeights(gradient, op, (laws as WeightLaws).weights, input, z, backwardEvents)];
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm':
      return norm === undefined ? [] : [backwardNorm(gradient, op, input, norm, events)];
    case 'dropout':
      return [backwardDropout(gradient, op.rate, input, -index)];
    case 'maxPool':
    case 'avgPool':
      return [backwardPool(gradient, op, input, z)];
    case 'globalAvgPool':
      return [backwardGlobalPool(gradient, input)];
    case 'add':
      return op.scales.map((scale) => ({ ...gradient, profile: gradient.profile.map((g) => g * scale * scale) }));
    case 'concat':
      return inputs.map((input) => ({ ...gradient, channels: input.channels }));
    case 'unknown':
      return [];
    default:
      return node.inputs.map(() => gradient);
  }
}
