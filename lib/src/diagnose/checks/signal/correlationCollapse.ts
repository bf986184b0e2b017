import { mean, standardDeviation } from '../../../foundation/statistics.js';
import { isAttention } from '../../../network/view/attention.js';
import type { TracedLayer } from '../../../signal/trace/result.js';
import { isShallow } from '../../evidence/shallow.js';
import { biasedLayers } from '../../matrices/biasedLayers.js';
import { redraw, zeroBiases } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/** Number of control draws that show whether a layer is suspect. */
const FEW_DRAWS = 2;
/** Number of control draws that decide about a suspect layer. */
const MANY_DRAWS = 8;
/**
 * The factor by which samples must be closer to each other than in any of the few control draws for
 * a layer to be suspect.
 */
const NEARER_FACTOR = 8;
/**
 * Number of standard deviations, taken over many control draws, by which ln(1 − correlation) must
 * be too low.
 */
const DEVIATIONS = 5;

/** Recognizes samples that become more alike than they do in control draws of the network. */
export const correlationCollapse: Check = {
  kinds: ['correlationCollapse', 'bias'],
  stage: 'signal',
  explains: [],
  run(evidence) {
    const { trace, matrices, batch, view } = evidence;
    if (batch < 2 || !trace.layers.some(({ activation }) => activation.correlation > 0.9)) return [];
    const distances = (draws: number, call: number): number[] =>
      evidence.controlDraws(draws).map((states) => distance(states[call]));
    const isSuspect = (layer: TracedLayer, call: number): boolean =>
      layer.inputs.length > 0 &&
      call < trace.layers.length - 1 &&
      layer.activation.secondMoment > 0 &&
      // Equal weights of attention are a sound start.
      !isAttention(view.calls, view.consumers, call) &&
      distance(layer.activation) < Math.min(...distances(FEW_DRAWS, call)) / NEARER_FACTOR;
    const at = trace.layers.findIndex(isSuspect);
    if (at < 0) return [];
    const biased = biasedLayers(evidence, at);
    const { expected, low } = lognormalRange(distances(MANY_DRAWS, at));
    const observed = distance(trace.layers[at].activation);
    if (!biased && observed >= low) return [];
    const origin = biased?.[0] ?? matrices.findLast(({ call }) => call <= at);
    const cause = biased
      ? 'Samples become alike because the biases, which are the same for all samples, outweigh what comes from the input.'
      : 'Samples become alike faster than with correctly scaled weights.';
    return [
      {
        kind: biased ? 'bias' : 'correlationCollapse',
        isMild: isShallow(evidence),
        layer: trace.layers[origin?.call ?? at].name,
        quantity: '1 − correlation of samples',
        observed,
        expected,
        band: [biased ? expected / NEARER_FACTOR : low, 1],
        why: `${cause} The layers after this one cannot tell them apart.`,
        repair: biased
          ? zeroBiases(biasedLayers(evidence, Number.POSITIVE_INFINITY) ?? biased)
          : redraw(
              evidence,
              matrices.filter(({ call, layer }) => call <= at && !layer.isOutput),
            ),
      },
    ];
  },
};

/** Smallest distance that is not a rounding error of 32-bit numbers. */
const SMALLEST_DISTANCE = 1e-7;

/** Computes 1 − correlation, which rounding may take below 0. */
function distance({ correlation }: { correlation: number }): number {
  return Math.max(1 - correlation, 0);
}

/**
 * Estimates the median and the lower bound of lognormal numbers. Products of random factors are
 * lognormal.
 */
function lognormalRange(values: readonly number[]): { expected: number; low: number } {
  const logs = values.filter((value) => value > SMALLEST_DISTANCE).map(Math.log);
  if (logs.length < 2) return { expected: 0, low: 0 };
  const centre = mean(logs);
  return { expected: Math.exp(centre), low: Math.exp(centre - DEVIATIONS * standardDeviation(logs)) };
}
