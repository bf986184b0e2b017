import { mean, standardDeviation } from '../../foundation/statistics.js';
import type { TracedLayer } from '../../signal/trace/result.js';
import type { Fair } from '../evidence/controlDraws.js';
import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import { biasedUpTo } from '../matrices/biased.js';
import { redraw, zeroBiases } from '../repairs/repairWeights.js';

/** Fair draws that are compared with: few to see whether there is a question, more to answer it. */
const [FEW, MANY] = [2, 8];
/** How much nearer to each other samples must be than in the nearest of few fair draws, as a factor. */
const NEARER = 8;
/** Standard deviations of ln(1 − correlation) over many fair draws. */
const DEVIATIONS = 5;

/** Samples that become alike, beyond what this architecture does to them with fair weights. */
export function collapseFindings(examined: Examination, fair: Fair): Finding[] {
  const { trace, matrices, batch } = examined;
  if (batch < 2 || !trace.layers.some(({ activation }) => activation.correlation > 0.9)) return [];
  const isSuspect = (layer: TracedLayer, i: number): boolean =>
    layer.inputs.length > 0 &&
    i < trace.layers.length - 1 &&
    layer.activation.secondMoment > 0 &&
    apart(layer.activation) < Math.min(...fair(FEW).map((states) => apart(states[i]))) / NEARER;
  const at = trace.layers.findIndex(isSuspect);
  if (at < 0) return [];
  const biased = biasedUpTo(examined, at);
  const { expected, low } = usual(fair(MANY).map((states) => apart(states[at])));
  const observed = apart(trace.layers[at].activation);
  if (!biased && observed >= low) return [];
  const origin = biased?.[0] ?? matrices.findLast((one) => one.call <= at);
  return [
    finding({
      kind: biased ? 'bias' : 'correlationCollapse',
      layer: trace.layers[origin?.call ?? at].name,
      quantity: '1 − correlation of samples',
      observed,
      expected,
      band: [biased ? expected / NEARER : low, 1],
      why: `Samples become alike${biased ? ': the biases, which are the same for all, outweigh what comes from the input' : ' faster than with fair weights'}. What is alike cannot be told apart by the layers behind.`,
      repair: biased
        ? zeroBiases(biasedUpTo(examined, Number.POSITIVE_INFINITY) ?? biased)
        : redraw(
            examined,
            matrices.filter((one) => one.call <= at && !one.layer.output),
          ),
    }),
  ];
}

/** 1 − correlation. */
function apart({ correlation }: { correlation: number }): number {
  return Math.max(1 - correlation, 0);
}

/** Median and lower end of numbers that are lognormal, as products of random factors are. */
function usual(values: readonly number[]): { expected: number; low: number } {
  const logs = values.map((value) => Math.log(Math.max(value, 1e-12)));
  const centre = mean(logs);
  return { expected: Math.exp(centre), low: Math.exp(centre - DEVIATIONS * standardDeviation(logs)) };
}
