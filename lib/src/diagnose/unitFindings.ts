import type { ModelTrace, TracedLayer } from '../signal/traceResult.js';
import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import { type Finding, finding } from './finding.js';
import { redraw, zeroBiases } from './repairWeights.js';

/** Units that pass no gradient for any sample, beyond what this architecture does to these samples with fair weights. */
export function unitFindings(examined: Examination, fair: () => readonly ModelTrace[]): Finding[] {
  const stuck = (['deadFraction', 'saturatedFraction'] as const).filter((quantity) =>
    examined.trace.layers.some((layer) => (layer[quantity] ?? 0) > 0.2),
  );
  return stuck.flatMap((quantity) => deadOrSaturated(examined, fair(), quantity)).slice(0, 1);
}

/** Layers that are off as a whole: nothing comes through, whatever else may be said of their weights. */
export function deadLayers(examined: Examination, fair: () => readonly ModelTrace[]): Finding[] {
  const isOff = ({ deadFraction }: TracedLayer): boolean => (deadFraction ?? 0) > 0.9;
  return examined.batch > 4 && examined.trace.layers.some(isOff) ? unitFindings(examined, fair) : [];
}

/** Samples that become alike, beyond the same. */
export function collapseFindings(examined: Examination, fair: () => readonly ModelTrace[]): Finding[] {
  return examined.trace.layers.some(({ activation }) => activation.correlation > 0.9) ? collapse(examined, fair()) : [];
}

function deadOrSaturated(
  examined: Examination,
  fair: readonly ModelTrace[],
  quantity: 'deadFraction' | 'saturatedFraction',
): Finding[] {
  const { trace, matrices } = examined;
  const beyond = (layer: TracedLayer, i: number): boolean => {
    const usual = Math.max(...fair.map(({ layers }) => layers[i][quantity] ?? 0));
    return (layer[quantity] ?? 0) > usual + margin(examined, i) && !isLast(examined, i);
  };
  const first = trace.layers.findIndex(beyond);
  if (first < 0) return [];
  const [observed, expected] = [
    trace.layers[first][quantity] as number,
    average(fair.map(({ layers }) => layers[first][quantity] ?? 0)),
  ];
  const biased = biasedBefore(examined, first);
  const dead = quantity === 'deadFraction';
  const origin = lastMatrix(matrices, first);
  return [
    finding({
      kind: biased ? 'bias' : dead ? 'dead' : 'saturated',
      layer: biased ? trace.layers[biased[0].call].name : trace.layers[origin?.call ?? first].name,
      quantity: dead ? 'share of units that are off for every sample' : 'share of activations at an end of the range',
      observed,
      expected,
      band: [0, Math.max(...fair.map(({ layers }) => layers[first][quantity] ?? 0)) + margin(examined, first)],
      why: `${biased ? 'Biases are larger than what the weights make of the inputs, so that' : 'With fair weights this network has fewer:'} ${dead ? 'units are off whatever the sample, and get no gradient' : 'units stand at an end of the range, where the slope is 0'}.`,
      repair: biased
        ? zeroBiases(biasedBefore(examined, Number.POSITIVE_INFINITY) ?? biased)
        : redraw(
            examined,
            matrices.filter((one) => one.call <= first && !one.layer.output),
          ),
    }),
  ];
}

/** Fair nets differ much in their dead units; where biases are large, less is needed to blame them. */
function margin(examined: Examination, call: number): number {
  const least = biasedBefore(examined, call) ? 0.2 : 0.4;
  return Math.max(least, 4 / examined.trace.layers[call].width);
}

function isLast({ trace }: Examination, i: number): boolean {
  return i === trace.layers.length - 1;
}

function lastMatrix(matrices: readonly ExaminedMatrix[], call: number): ExaminedMatrix | undefined {
  return matrices.findLast((one) => one.call <= call);
}

/** Layers up to a call whose biases outweigh the rest of their pre-activations. */
function biasedBefore({ matrices, trace }: Examination, call: number): ExaminedMatrix[] | undefined {
  const biased = matrices.filter(({ layer, call: at }) => {
    const bias = trace.layers[at].weights.find(({ name }) => name === 'bias');
    const z = trace.layers[at].preActivation ?? trace.layers[at].activation;
    return (
      at <= call &&
      !layer.output &&
      bias !== undefined &&
      layer.weights.recurrent === undefined &&
      bias.secondMoment > 0.4 * z.secondMoment &&
      bias.secondMoment > 0
    );
  });
  return biased.length > 0 ? biased : undefined;
}

/** 1 − correlation of the samples, far below what fair weights leave. */
function collapse(examined: Examination, fair: readonly ModelTrace[]): Finding[] {
  const { trace, matrices, batch } = examined;
  if (batch < 2) return [];
  const apart = (of: TracedLayer): number => Math.max(1 - of.activation.correlation, 0);
  const usual = (i: number): number => Math.min(...fair.map(({ layers }) => apart(layers[i])));
  const at = trace.layers.findIndex(
    (layer, i) =>
      layer.inputs.length > 0 &&
      !isLast(examined, i) &&
      apart(layer) < usual(i) / 8 &&
      layer.activation.secondMoment > 0,
  );
  if (at < 0) return [];
  const biased = biasedBefore(examined, at);
  const origin = biased?.[0] ?? lastMatrix(matrices, at);
  return [
    finding({
      kind: biased ? 'bias' : 'correlationCollapse',
      layer: trace.layers[origin?.call ?? at].name,
      quantity: '1 − correlation of samples',
      observed: apart(trace.layers[at]),
      expected: average(fair.map(({ layers }) => apart(layers[at]))),
      band: [usual(at) / 8, 1],
      why: `Samples become alike${biased ? ': the biases, which are the same for all, outweigh what comes from the input' : ' faster than with fair weights'}. What is alike cannot be told apart by the layers behind.`,
      repair: biased
        ? zeroBiases(biasedBefore(examined, Number.POSITIVE_INFINITY) ?? biased)
        : redraw(
            examined,
            matrices.filter((one) => one.call <= at && !one.layer.output),
          ),
    }),
  ];
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
