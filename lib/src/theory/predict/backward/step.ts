import type { Signal } from '../forward/signal.js';
import { throughSoftmax } from '../forward/softmax.js';
import type { Passed, PlannedNode } from '../forward/step.js';
import type { Laws } from '../forward/weights.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { throughActivation } from './activation.js';
import { throughDropout } from './dropout.js';
import type { BackwardEvents } from './events.js';
import type { Gradient } from './gradient.js';
import { throughNorm } from './norm.js';
import { throughGlobalPool, throughPool } from './pool.js';
import { throughWeights } from './weights.js';

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
  return z === a ? gradient : throughActivation(gradient, passed, node.activation, events, forwardEvents);
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
      return [throughWeights(gradient, op, (laws as Laws).weights, input, z, backwardEvents)];
    case 'layerNorm':
    case 'batchNorm':
    case 'rmsNorm':
      return norm === undefined ? [] : [throughNorm(gradient, op, input, norm, events)];
    case 'dropout':
      return [throughDropout(gradient, op.rate, input, -index)];
    case 'maxPool':
    case 'avgPool':
      return [throughPool(gradient, op, input, z)];
    case 'globalAvgPool':
      return [throughGlobalPool(gradient, input)];
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
