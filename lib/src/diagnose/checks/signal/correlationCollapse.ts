import { mean, standardDeviation } from '../../../foundation/statistics.js';
import type { TracedLayer } from '../../../signal/trace/result.js';
import { biasedLayers } from '../../matrices/biasedLayers.js';
import { redraw, zeroBiases } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/** Number of control draws that show whether there is a question. */
const FEW_DRAWS = 2;
/** Number of control draws that answer it. */
const MANY_DRAWS = 8;
/**
 * The factor by which samples must be nearer to each other than in the nearest of a few control
 * draws.
 */
const NEARER_FACTOR = 8;
/** Standard deviations of ln(1 − correlation) over many control draws. */
const DEVIATIONS = 5;

/** Recognizes samples that become alike, beyond what control draws of the network show. */
export const correlationCollapse: Check = {
  kinds: ['correlationCollapse', 'bias'],
  stage: 'signal',
  explains: [],
  run(evidence) {
    const { trace, matrices, batch } = evidence;
    if (batch < 2 || !trace.layers.some(({ activation }) => activation.correlation > 0.9)) return [];
    const distances = (draws: number, call: number): number[] =>
      evidence.controlDraws(draws).map((states) => distance(states[call]));
    const isSuspect = (layer: TracedLayer, call: number): boolean =>
      layer.inputs.length > 0 &&
      call < trace.layers.length - 1 &&
      layer.activation.secondMoment > 0 &&
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

/** 1 − correlation. */
function distance({ correlation }: { correlation: number }): number {
  return Math.max(1 - correlation, 0);
}

/** Median and lower end of numbers that are lognormal, as products of random factors are. */
function lognormalRange(values: readonly number[]): { expected: number; low: number } {
  const logs = values.map((value) => Math.log(Math.max(value, 1e-12)));
  const centre = mean(logs);
  return { expected: Math.exp(centre), low: Math.exp(centre - DEVIATIONS * standardDeviation(logs)) };
}
