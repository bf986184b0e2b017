import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import { redraw } from '../repairs/repairWeights.js';

/** The first NaN or Infinity. */
export function nonFinite({ trace, ...rest }: Examination): Finding[] {
  const { nonFinite: found } = trace;
  if (found === undefined) return [];
  const at = rest.matrices.filter(({ call }) => trace.layers[call].name === found.layer);
  const where = {
    input: 'the inputs',
    weights: 'its weights',
    preActivation: 'its pre-activations',
    activation: 'its activations',
    loss: 'the loss',
    gradient: 'its gradients',
  };
  return [
    finding({
      kind: 'nonFinite',
      layer: found.layer,
      quantity: `largest number in ${where[found.where]}`,
      observed: Number.NaN,
      expected: 1,
      band: [0, 3.4e38],
      why: `A NaN or an infinite number first arises in ${where[found.where]}; all that is computed from it is lost.`,
      repair:
        found.where === 'weights' && at.length > 0
          ? redraw({ ...rest, trace } as Examination, at)
          : {
              imports: ['trace'],
              code: 'console.log(trace(model, { x, y }).nonFinite); // where the number comes from',
            },
    }),
  ];
}
