import { softmaxMoments } from '../forward/softmax.js';
import { average } from '../grid/normalGrid.js';
import { ensembleMean } from '../spread/ensembleMean.js';
import type { Events } from '../spread/events.js';
import { type Signal, sizeOf } from '../spread/signal.js';
import { type Gradient, makeGate } from './gradient.js';

/** Computes the gradient with respect to the logits. */
export function backwardSoftmax(gradient: Gradient, z: Signal, events: Events): Gradient {
  const { alignment: _, ...rest } = gradient;
  const q = sizeOf(z);
  const { jacobian } = softmaxMoments(q, z.channels);
  const { gate, size } = makeGate(
    z,
    jacobian.map(Math.sqrt),
    jacobian,
    jacobian.map((x) => x * x),
  );
  const { bias, response } = z.spread;
  const variance = events.covariance(response, response).sample;
  const at = (second: number): number => average(softmaxMoments(second, z.channels).jacobian);
  const nets = ensembleMean(at, q, bias - variance / 2, variance);
  return {
    ...rest,
    profile: gradient.profile.map((g) => g * size),
    gates: [...gradient.gates, gate],
    spread: {
      bias: gradient.spread.bias + nets.bias,
      response: gradient.spread.response.map((x, e) => x + nets.slope * response[e]),
    },
  };
}
