import { significant } from '../../../display/significant.js';
import { redraw } from '../../repairs/redraw.js';
import type { Check } from '../check.js';
import { recurrentCells } from './recurrentCells.js';
import { spectralRadii } from './spectralRadius.js';

/** The number of time steps from which a memory matters. */
const LEAST_STEPS = 3;
/**
 * The spectral radius below which a state loses most of its size in one step. U(±1/√n), the default
 * of PyTorch, has .58.
 */
const SHORT_RADIUS = 0.35;
/** The spectral radius below which the layer hardly knows even the step before. */
const NO_RADIUS = 0.125;

/**
 * Recognizes recurrent weights so small that a plain RNN forgets its state within a step or two.
 * The cells of an LSTM or a GRU keep their state by gates, whatever the recurrent weights are.
 */
export const shortMemory: Check = {
  kinds: ['vanishingForward'],
  stage: 'scale',
  explains: [],
  run(evidence) {
    const cells = recurrentCells(evidence).flatMap((cell) => {
      const { layer, secondMoment } = cell.recurrent;
      if (layer.kind !== 'rnn' || secondMoment === 0 || cell.steps.secondMoment.length < LEAST_STEPS) return [];
      const [radius = 1] = spectralRadii(cell.recurrent);
      return radius < SHORT_RADIUS ? [{ ...cell, radius }] : [];
    });
    if (cells.length === 0) return [];
    const [{ name, radius, steps }] = cells;
    const isFault = cells.some((cell) => cell.radius < NO_RADIUS);
    return [
      {
        kind: 'vanishingForward',
        ...(!isFault && { severity: 'note' as const }),
        layer: name,
        quantity: 'spectral radius of the recurrent weights',
        observed: radius,
        expected: 1,
        band: [SHORT_RADIUS, 1.5],
        why: `The recurrent weights are too small: a time step keeps at most ${significant(radius, 2)} of the state, so at first the layer sees only the last few of ${steps.secondMoment.length} steps. ${isFault ? 'That makes it a layer of the last step.' : 'This suffices if only the last steps matter.'}`,
        repair: redraw(
          evidence,
          cells.map((cell) => cell.recurrent),
        ),
      },
    ];
  },
};
