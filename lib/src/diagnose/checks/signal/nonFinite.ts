import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

const PLACES = {
  input: 'the inputs',
  weights: 'its weights',
  preActivation: 'its pre-activations',
  activation: 'its activations',
  loss: 'the loss',
  gradient: 'its gradients',
};

/** Reports the first NaN or infinite number. */
export const nonFinite: Check = {
  kinds: ['nonFinite'],
  stage: 'signal',
  explains: [
    'residualGrowth',
    'dead',
    'saturated',
    'bias',
    'vanishingBackward',
    'explodingBackward',
    'correlationCollapse',
  ],
  run(evidence) {
    const { trace, matrices } = evidence;
    const { nonFinite: first } = trace;
    if (first === undefined) return [];
    const own = matrices.filter(({ call }) => trace.layers[call].name === first.layer);
    const place = PLACES[first.where];
    return [
      {
        kind: 'nonFinite',
        layer: first.layer,
        quantity: `largest number in ${place}`,
        observed: Number.NaN,
        expected: 1,
        band: [0, 3.4e38],
        why: `The first NaN or infinite number arises in ${place}, and everything computed from it is lost.`,
        repair: first.where === 'weights' && own.length > 0 ? redraw(evidence, own) : [{ type: 'locateNonFinite' }],
      },
    ];
  },
};
