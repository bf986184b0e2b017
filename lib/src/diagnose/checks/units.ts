import { mean } from '../../foundation/statistics.js';
import { revive } from '../../model/revive/revive.js';
import type { TracedLayer } from '../../signal/trace/result.js';
import type { UnitState } from '../../signal/trace/unitStates.js';
import type { Fair } from '../evidence/controlDraws.js';
import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';
import { biasedUpTo } from '../matrices/biased.js';
import type { RepairSteps } from '../repairs/repair.js';
import { redraw, zeroBiases } from '../repairs/repairWeights.js';

/** Units that pass no gradient for any sample, beyond what this architecture does to these samples with fair weights. */
export function unitFindings(examined: Examination, fair: Fair): Finding[] {
  const stuck = (['deadFraction', 'saturatedFraction'] as const).filter((quantity) =>
    examined.trace.layers.some((layer) => (layer[quantity] ?? 0) > 0.2),
  );
  return stuck.flatMap((quantity) => deadOrSaturated(examined, fair(2), quantity)).slice(0, 1);
}

/** Layers that are off as a whole: nothing comes through, whatever else may be said of their weights. */
export function deadLayers(examined: Examination, fair: Fair): Finding[] {
  const isOff = ({ deadFraction }: TracedLayer): boolean => (deadFraction ?? 0) > 0.9;
  return examined.batch > 4 && examined.trace.layers.some(isOff) ? unitFindings(examined, fair) : [];
}

function deadOrSaturated(
  examined: Examination,
  fair: readonly UnitState[][],
  quantity: 'deadFraction' | 'saturatedFraction',
): Finding[] {
  const { trace, matrices } = examined;
  const beyond = (layer: TracedLayer, i: number): boolean => {
    const usual = Math.max(...fair.map((states) => states[i][quantity] ?? 0));
    return (layer[quantity] ?? 0) > usual + margin(examined, i) && !isLast(examined, i);
  };
  const first = trace.layers.findIndex(beyond);
  if (first < 0) return [];
  const [observed, expected] = [
    trace.layers[first][quantity] as number,
    mean(fair.map((states) => states[first][quantity] ?? 0)),
  ];
  const biased = biasedUpTo(examined, first);
  const dead = quantity === 'deadFraction';
  const origin = matrices.findLast((one) => one.call <= first);
  return [
    finding({
      kind: biased ? 'bias' : dead ? 'dead' : 'saturated',
      layer: biased ? trace.layers[biased[0].call].name : trace.layers[origin?.call ?? first].name,
      quantity: dead ? 'share of units that are off for every sample' : 'share of activations at an end of the range',
      observed,
      expected,
      band: [0, Math.max(...fair.map((states) => states[first][quantity] ?? 0)) + margin(examined, first)],
      why: `${biased ? 'Biases are larger than what the weights make of the inputs, so that' : 'With fair weights this network has fewer:'} ${dead ? 'units are off whatever the sample, and get no gradient' : 'units stand at an end of the range, where the slope is 0'}.`,
      repair: biased
        ? zeroBiases(biasedUpTo(examined, Number.POSITIVE_INFINITY) ?? biased)
        : dead
          ? revival(examined)
          : redraw(
              examined,
              matrices.filter((one) => one.call <= first && !one.layer.output),
            ),
    }),
  ];
}

/** New weights for the units that are dead, in all layers: what the others have learnt stays. */
function revival({ model, x, seed }: Examination): RepairSteps {
  return {
    imports: ['revive'],
    code: `revive(model, { x }${seed === 0 ? '' : `, { seed: ${seed}${typeof seed === 'bigint' ? 'n' : ''} }`});`,
    apply: () => void revive(model, { x }, { seed }),
  };
}

/** Fair nets differ much in their dead units; where biases are large, less is needed to blame them. */
function margin(examined: Examination, call: number): number {
  const least = biasedUpTo(examined, call) ? 0.2 : 0.4;
  return Math.max(least, 4 / examined.trace.layers[call].width);
}

function isLast({ trace }: Examination, i: number): boolean {
  return i === trace.layers.length - 1;
}
