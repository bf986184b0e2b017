import { significant } from '../../../display/significant.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';
import { type RecurrentCell, recurrentCells } from './recurrentCells.js';
import { spectralRadii } from './spectralRadius.js';

/**
 * The growth of the second moment of the gradient, over all time steps, from which trial steps show
 * whether it hinders learning.
 */
const SUSPECT_GROWTH = 10;
/** The growth from which it is a fault without a trial. */
const CLEAR_GROWTH = 1000;

/**
 * Recognizes recurrent weights that multiply the gradient at every time step, so that it explodes
 * on its way back through the sequence. The gradient is measured and not the weights, because gates
 * and the slopes of activations decide how much of the state a step passes on.
 */
export const explodingSteps: Check = {
  kinds: ['explodingForward'],
  stage: 'scale',
  explains: ['saturated', 'dead', 'vanishingBackward', 'explodingBackward', 'correlationCollapse'],
  run(evidence) {
    const cells = recurrentCells(evidence).filter((cell) => growthOf(cell) > SUSPECT_GROWTH);
    if (cells.length === 0) return [];
    const [{ name, recurrent, steps }] = cells;
    const growth = growthOf(cells[0]);
    const radius = Math.max(...spectralRadii(recurrent));
    const radiusText =
      radius > 0 ? ` Their largest spectral radius is ${significant(radius, 2)}, and it should be near 1.` : '';
    return [
      {
        kind: 'explodingForward',
        isMild: cells.every((cell) => growthOf(cell) < CLEAR_GROWTH),
        layer: name,
        quantity: 'E gradient² of the state, largest over the time steps, relative to that of the output',
        observed: growth,
        expected: 1,
        band: [0, SUSPECT_GROWTH],
        why: `The recurrent weights are too large: they enlarge the second moment of the gradient ${significant(growth, 2)} × on its way back through ${steps.secondMoment.length} time steps, so that a small change of an early state changes the output completely.${radiusText}`,
        repair: redraw(
          evidence,
          cells.map((cell) => cell.recurrent),
        ),
      },
    ];
  },
};

/**
 * Computes how much larger the gradient of a state is than what arrives at the output. In a layer
 * that outputs every state, the gradients of all later outputs add up at a state without any
 * growth.
 */
function growthOf({ steps, traced, isSequence }: RecurrentCell): number {
  const arriving = traced.activationGradient?.secondMoment;
  if (steps.gradient === undefined || arriving === undefined || arriving === 0) return 1;
  const largest = Math.max(...steps.gradient);
  if (!Number.isFinite(largest)) return Number.POSITIVE_INFINITY;
  return largest / arriving / (isSequence ? steps.gradient.length : 1);
}
