import { significant } from '../../../display/significant.js';
import { mean } from '../../../foundation/statistics.js';
import type { GateState } from '../../evidence/gateStates.js';
import type { Check } from '../check.js';

/**
 * The mean of a forget gate below which a cell forgets at once. A bias of 0 gives .5, with which
 * many networks start, and a bias of −1 gives .27.
 */
const LEAST_OPENNESS = 0.35;
/** The mean of a forget gate with a bias of 1. */
const USUAL_OPENNESS = 0.73;
/** The number of time steps from which a memory matters. */
const LEAST_STEPS = 3;

/**
 * Recognizes LSTMs whose biases keep the forget gate shut, so that the cell forgets what it has
 * read. Whether this hinders learning depends on the task, so trial steps show it.
 */
export const forgetGates: Check = {
  kinds: ['bias'],
  stage: 'signal',
  explains: [],
  run(evidence) {
    const { trace, view } = evidence;
    const isLong = (call: number): boolean => (trace.layers[call].steps?.secondMoment.length ?? 0) >= LEAST_STEPS;
    const shut = evidence
      .gates()
      .filter(
        (state) => state.gate === 'forget' && isLong(state.call) && state.openness < LEAST_OPENNESS && isBiased(state),
      );
    if (shut.length === 0) return [];
    const [{ call, openness }] = shut;
    return [
      {
        kind: 'bias',
        isMild: true,
        layer: view.calls[call].name,
        quantity: 'mean of the forget gate',
        observed: openness,
        expected: USUAL_OPENNESS,
        band: [LEAST_OPENNESS, 1],
        why: `The bias keeps the forget gate nearly shut: each time step keeps only ${significant(openness, 2)} of the cell. With a bias of 1 the cell remembers at first.`,
        repair: [{ type: 'openForgetGates', layers: [...new Set(shut.map(({ layer }) => layer.name))] }],
      },
    ];
  },
};

/** Checks whether the bias shuts the gate. Large weights shut it only for some samples. */
function isBiased({ layer }: GateState): boolean {
  const biases = layer.weights.bias?.read().dataSync<'float32'>() ?? [];
  return mean(Array.from(biases).slice(biases.length / 4, biases.length / 2)) < -0.5;
}
