import { mean } from '../../../foundation/statistics.js';
import type { TracedLayer } from '../../../signal/trace/result.js';
import type { UnitState } from '../../evidence/controlDraws.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { FindingDraft } from '../../finding.js';
import { biasedLayers } from '../../matrices/biasedLayers.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw, zeroBiases } from '../../repairs/redraw.js';
import type { Check } from '../check.js';

/**
 * Recognizes units that pass no gradient for any sample, if the network has more of them than its
 * control draws.
 */
export const stuckUnits: Check = {
  kinds: ['dead', 'saturated', 'bias'],
  stage: 'signal',
  explains: ['vanishingBackward', 'explodingBackward', 'correlationCollapse'],
  run: findStuckUnits,
};

type Quantity = 'deadFraction' | 'saturatedFraction';

/** Finds dead units or, if there are none, saturated ones. */
export function findStuckUnits(evidence: Evidence): FindingDraft[] {
  const suspects = (['deadFraction', 'saturatedFraction'] as const).filter((quantity) =>
    evidence.trace.layers.some((layer) => (layer[quantity] ?? 0) > 0.2),
  );
  for (const quantity of suspects) {
    const found = deadOrSaturated(evidence, evidence.controlDraws(2), quantity);
    if (found.length > 0) return found;
  }
  return [];
}

function deadOrSaturated(
  evidence: Evidence,
  controls: readonly (readonly UnitState[])[],
  quantity: Quantity,
): FindingDraft[] {
  const { trace, matrices } = evidence;
  const shares = (call: number): number[] => controls.map((states) => states[call][quantity] ?? 0);
  const isBeyond = (layer: TracedLayer, call: number): boolean =>
    call < trace.layers.length - 1 &&
    ((layer[quantity] ?? 0) > Math.max(...shares(call)) + margin(evidence, call) || isWhollyDead(layer, shares(call)));
  const first = trace.layers.findIndex(isBeyond);
  if (first < 0) return [];
  const biased = biasedLayers(evidence, first);
  const negative = matrices.filter((matrix) => matrix.call === first && isNegative(matrix));
  const isDead = quantity === 'deadFraction';
  const origin = biased?.[0] ?? matrices.findLast(({ call }) => call <= first);
  const cause = biased
    ? 'The biases outweigh the weighted inputs'
    : negative.length > 0
      ? 'Nearly all weights of this layer are negative, and its inputs are not'
      : 'The same network with correctly scaled weights has fewer such units';
  return [
    {
      kind: biased ? 'bias' : isDead ? 'dead' : 'saturated',
      layer: trace.layers[origin?.call ?? first].name,
      quantity: isDead ? 'share of units that are off for every sample' : 'share of activations at an end of the range',
      observed: trace.layers[first][quantity] as number,
      expected: mean(shares(first)),
      band: [0, Math.min(Math.max(...shares(first)) + margin(evidence, first), 0.99)],
      why: isDead
        ? `${cause}. The units are off for every sample and get no gradient.`
        : `${cause}. The units are at an end of their range, where the slope is 0.`,
      repair: biased
        ? zeroBiases(biasedLayers(evidence, Number.POSITIVE_INFINITY) ?? biased)
        : isDead && negative.length > 0
          ? redraw(evidence, negative)
          : isDead
            ? [{ type: 'revive', seed: evidence.seed }]
            : redraw(
                evidence,
                matrices.filter(({ call, layer }) => call <= first && !layer.isOutput),
              ),
    },
  ];
}

/**
 * Checks whether all units of a layer are off. Such a layer passes nothing, even if it has too few
 * units to exceed the margin.
 */
function isWhollyDead({ deadFraction, inputs }: TracedLayer, controls: readonly number[]): boolean {
  return inputs.length > 0 && deadFraction === 1 && Math.max(...controls) < 1;
}

/** Whether the weights are so far below 0 on average that chance does not explain it. */
function isNegative(matrix: ExaminedMatrix): boolean {
  return matrix.mean < -0.5 * Math.sqrt(matrix.secondMoment) && matrix.shape.reduce((count, n) => count * n, 1) >= 6;
}

/**
 * Chooses the margin above the control draws. It is wide, because control draws differ widely, but
 * narrower if the biases are large enough to be the cause.
 */
function margin(evidence: Evidence, call: number): number {
  const least = biasedLayers(evidence, call) ? 0.2 : 0.4;
  return Math.max(least, 4 / evidence.trace.layers[call].width);
}
