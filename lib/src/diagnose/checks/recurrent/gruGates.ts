import { significant } from '../../../display/significant.js';
import { mean } from '../../../foundation/statistics.js';
import type { GateState } from '../../evidence/gateStates.js';
import { zeroBiases } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/** The number of time steps from which a memory matters. */
const LEAST_STEPS = 3;
/** The mean of a gate with a bias of 0. */
const USUAL_OPENNESS = 0.5;
/** The distance from 0 from which the mean bias of a gate decides about it. */
const DECIDING_BIAS = 0.5;

/** A range for the mean of a gate, and the effects of a bias outside of that. */
interface GateLaw {
  gate: GateState['gate'];
  /** The place of its biases, which lie side by side: update, reset, candidate. */
  place: number;
  band: readonly [number, number];
  low: string;
  high: string;
}

/**
 * The gates of a GRU. The update gate is the share of the state that a step keeps, so that either
 * end is bad: shut, the layer forgets at once, and open, it takes nothing in. A reset gate that is
 * open gives a plain RNN, which is no fault.
 */
const LAWS: readonly GateLaw[] = [
  {
    gate: 'update',
    place: 0,
    band: [0.35, 0.95],
    low: 'shuts the update gate: each time step keeps only so much of the state',
    high: 'holds the update gate open: each time step keeps nearly all of the state, and hardly takes in what it reads',
  },
  {
    gate: 'reset',
    place: 1,
    band: [0.1, 1],
    low: 'shuts the reset gate: what a time step adds to the state does not depend on the state',
    high: '',
  },
];

/**
 * Recognizes GRUs whose biases keep a gate at an end. Whether this hinders learning depends on the
 * task, so trial steps show it.
 */
export const gruGates: Check = {
  kinds: ['bias'],
  stage: 'signal',
  explains: [],
  run(evidence) {
    const { trace, view, matrices } = evidence;
    const isLong = (call: number): boolean => (trace.layers[call].steps?.secondMoment.length ?? 0) >= LEAST_STEPS;
    const stuck = LAWS.flatMap((law) =>
      evidence
        .gates()
        .filter((state) => state.layer.kind === 'gru' && state.gate === law.gate && isLong(state.call))
        .filter((state) => isOutside(state, law))
        .map((state) => ({ law, state })),
    );
    if (stuck.length === 0) return [];
    const [{ law, state }] = stuck;
    const layers = stuck.map((found) => found.state.layer);
    return [
      {
        kind: 'bias',
        isMild: true,
        layer: view.calls[state.call].name,
        quantity: `mean of the ${law.gate} gate`,
        observed: state.openness,
        expected: USUAL_OPENNESS,
        band: law.band,
        why: `The bias ${state.openness < law.band[0] ? law.low : law.high}. On average the gate is ${significant(state.openness, 2)}, and with a bias of 0 it is about ${USUAL_OPENNESS}.`,
        repair: zeroBiases(matrices.filter(({ layer }) => layers.includes(layer))),
      },
    ];
  },
};

/** Checks whether a gate is outside its band because of its bias. */
function isOutside({ layer, openness }: GateState, { place, band: [low, high] }: GateLaw): boolean {
  const biases = Array.from(layer.weights.bias?.read().dataSync<'float32'>() ?? []);
  const units = biases.length / 3;
  const bias = mean(biases.slice(place * units, (place + 1) * units));
  return (openness < low && bias < -DECIDING_BIAS) || (openness > high && bias > DECIDING_BIAS);
}
