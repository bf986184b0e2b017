import type { BackwardEvents } from './backwardEvents.js';
import * as back from './backwardSteps.js';
import type { Events } from './events.js';
import type { ForwardEvents } from './fluctuation.js';
import type { Passed, PlannedNode } from './followForward.js';
import type { Laws } from './forwardWeighted.js';
import type { Gradient } from './gradient.js';
import type { Signal } from './signal.js';
import { throughSoftmax } from './softmax.js';

/** The gradient by a node's pre-activations. */
export function backThroughActivation(
  gradient: Gradient,
  node: PlannedNode,
  passed: Passed,
  events: Events,
  forwardEvents: ForwardEvents,
): Gradient {
  const { z, a } = passed;
  if (node.softmax) return throughSoftmax(gradient, z, events);
  return z === a ? gradient : back.throughActivation(gradient, passed, node.activation, events, forwardEvents);
}

/** The gradients by each of a node's inputs, of that by its pre-activations. */
export function backwardStep(
  gradient: Gradient,
  node: PlannedNode,
  { z, norm }: Passed,
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
      return [back.throughWeights(gradient, op, (laws as Laws).weights, input, z, backwardEvents)];
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm':
      return norm === undefined ? [] : [back.throughNorm(gradient, op, input, norm, events)];
    case 'dropout':
      return [back.throughDropout(gradient, op.rate, input, -index)];
    case 'maxPool':
    case 'avgPool':
      return [back.throughPool(gradient, op, input, z)];
    case 'globalAvgPool':
      return [back.throughGlobalPool(gradient, input)];
    case 'add':
      return op.scales.map((scale) => ({ ...gradient, profile: gradient.profile.map((g) => g * scale * scale) }));
    case 'concat':
      return inputs.map((one) => ({ ...gradient, channels: one.channels }));
    case 'unknown':
      return [];
    default:
      return node.inputs.map(() => gradient);
  }
}
