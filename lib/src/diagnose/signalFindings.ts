import { scaleResiduals } from '../model/scaleResiduals.js';
import { setOutputBias } from '../model/setOutputBias.js';
import type { ModelTrace, TracedLayer } from '../signal/traceResult.js';
import type { Examination } from './examine.js';
import type { ExaminedMatrix } from './examinedMatrix.js';
import type { Expectation } from './expectation.js';
import { type Finding, finding } from './finding.js';
import { redraw, zeroBiases } from './repairWeights.js';

/** The first NaN or Infinity. */
export function nonFinite({ trace, ...rest }: Examination): Finding[] {
  const { nonFinite: found } = trace;
  if (found === undefined) return [];
  const at = rest.matrices.filter(({ call }) => trace.layers[call].name === found.layer);
  const where = {
    input: 'the inputs',
    weights: 'its weights',
    preActivation: 'its pre-activations',
    activation: 'its activations',
    loss: 'the loss',
    gradient: 'its gradients',
  };
  return [
    finding({
      kind: 'nonFinite',
      layer: found.layer,
      quantity: `largest number in ${where[found.where]}`,
      observed: Number.NaN,
      expected: 1,
      band: [0, 3.4e38],
      why: `A NaN or an infinite number first arises in ${where[found.where]}; all that is computed from it is lost.`,
      repair:
        found.where === 'weights' && at.length > 0
          ? redraw({ ...rest, trace } as Examination, at)
          : { code: '// Find where the number comes from: trace(model, x, y).nonFinite' },
    }),
  ];
}

/** Units that pass no gradient for any sample, beyond what this architecture does to these samples with fair weights. */
export function unitFindings(examined: Examination, fair: () => readonly ModelTrace[]): Finding[] {
  const stuck = (['deadFraction', 'saturatedFraction'] as const).filter((quantity) =>
    examined.trace.layers.some((layer) => (layer[quantity] ?? 0) > 0.2),
  );
  return stuck.flatMap((quantity) => deadOrSaturated(examined, fair(), quantity)).slice(0, 1);
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

/** A residual stream that grows with a power of its depth, not with its depth. */
export function residualGrowth(examined: Examination): Finding[] {
  const { view, trace, model } = examined;
  const { branches } = view;
  if (branches.length < 2) return [];
  const sums = [...new Set(branches.map(({ sum }) => sum))];
  const size = (call: number): number => trace.layers[call].activation.secondMoment;
  const start = Math.max(...view.calls[sums[0]].inputs.map(size));
  const last = size(sums[sums.length - 1]);
  const high = 10 * (1 + sums.length);
  if (!(last / start > high)) return [];
  return [
    finding({
      kind: 'residualGrowth',
      layer: trace.layers[sums[0]].name,
      quantity: 'E a² of the residual stream, last over first',
      observed: last / start,
      expected: 1 + sums.length,
      band: [0, high],
      why: `Each of ${sums.length} blocks adds a branch as large as the stream it is added to, so that the stream grows by a factor a block. Branches that begin small keep it.`,
      repair: { code: 'scaleResiduals(model);', apply: () => void scaleResiduals(model) },
    }),
  ];
}

/** Gradients that fall or grow by orders of magnitude though every layer keeps the forward signal. */
export function backward(examined: Examination, { asIs }: Expectation): Finding[] {
  const { trace, matrices, view } = examined;
  const hidden = matrices.filter(({ layer, weight }) => !layer.output && weight !== 'recurrent');
  if (hidden.length < 2) return [];
  const [first, last] = [hidden[0], hidden[hidden.length - 1]];
  const measured = ratioOf(
    trace.layers[first.call].gradient?.secondMoment,
    trace.layers[last.call].gradient?.secondMoment,
  );
  const predicted = ratioOf(asIs[first.call]?.gradient?.secondMoment, asIs[last.call]?.gradient?.secondMoment);
  const observed = predicted ?? measured;
  if (observed === undefined || measured === undefined) return [];
  const width = last.fanOut / first.fanOut;
  const band = [1e-3 * Math.min(1, width), 1e3 * Math.max(1, width)] as const;
  const sure = (value: number): number => (value < band[0] ? -1 : value > band[1] ? 1 : 0);
  // Theory says what nets of these weights do, luck apart; that this one does so too, its measurement must show, if less.
  if (sure(observed) === 0 || Math.log(measured / width) * sure(observed) < Math.log(30)) return [];
  const vanishing = sure(observed) < 0;
  const origin = vanishing ? last : first;
  return [
    finding({
      kind: vanishing ? 'vanishingBackward' : 'explodingBackward',
      layer: view.calls[hidden[0].call].name,
      quantity: 'E gradient², first hidden layer over last',
      observed: measured,
      expected: width,
      band,
      why: `Each layer ${vanishing ? 'shrinks' : 'enlarges'} the gradient on its way back: E φ′² times fanOut·Var(w) is not 1 with ${origin.layer.activation.name}. The first layers learn ${vanishing ? 'almost nothing' : 'in leaps'} while the last learn as they should.`,
      repair: redraw(examined, hidden),
    }),
  ];
}

function ratioOf(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined || b === undefined || b === 0 ? undefined : a / b;
}

/** A loss at the start that is above that of a guess which does not look at the input. */
export function initialLoss(examined: Examination): Finding[] {
  const { trace, y, model, matrices } = examined;
  if (trace.loss === undefined || y.length !== 1 || !Number.isFinite(trace.loss.value)) return [];
  const best = blindLoss(trace.loss.name, y[0], trace.layers[trace.layers.length - 1].width, examined.batch);
  const outputs = matrices.filter(({ layer }) => layer.output);
  // Sure answers may also come from features that are large, which is no fault of the output layer.
  const fair = outputs.every(
    ({ variance, call }) =>
      variance < 1.5 &&
      !trace.layers[call].weights.some(({ name, secondMoment }) => name === 'bias' && secondMoment > 0),
  );
  if (best === undefined || trace.loss.value <= best.high + (fair ? 2 : 0)) return [];
  return [
    finding({
      kind: 'initialLoss',
      layer: trace.layers[outputs[0]?.call ?? trace.layers.length - 1].name,
      quantity: `initial loss (${trace.loss.name})`,
      observed: trace.loss.value,
      expected: best.loss,
      band: [0, best.high],
      why: `The loss is above ${best.loss.toPrecision(3)}, that of the best guess which does not look at the input: the output layer begins sure of answers that are wrong, and the first steps go to unlearning them.`,
      repair: {
        code: `${redraw(examined, outputs).code}\nsetOutputBias(model, y);`,
        apply: () => {
          redraw(examined, outputs).apply?.();
          if (best.task === 'regression') setOutputBias(model, y[0], { task: 'regression' });
        },
      },
    }),
  ];
}

interface BlindLoss {
  loss: number;
  high: number;
  task: 'softmax' | 'binary' | 'regression';
}

/** The loss of the best constant guess, and what outputs of variance about 1 make of it. */
function blindLoss(name: string, y: Float32Array, width: number, batch: number): BlindLoss | undefined {
  if (/^(cross|(sparseC|c)ategoricalCross)/i.test(name))
    return { loss: Math.log(width), high: Math.log(width) + 1.25, task: 'softmax' };
  if (/^binaryCross/i.test(name)) return { loss: Math.LN2, high: Math.LN2 + 0.7, task: 'binary' };
  if (!/^(meanSquaredError|mse)$/i.test(name)) return undefined;
  const columns = y.length / batch;
  const means = new Float64Array(columns);
  for (let i = 0; i < y.length; i++) means[i % columns] += y[i] / batch;
  const variance = y.reduce((sum, value, i) => sum + (value - means[i % columns]) ** 2, 0) / y.length;
  return { loss: variance, high: 5 * (variance + 1), task: 'regression' };
}

/** Steps out of proportion to the weights, where no other fault explains it. */
export function learningRate({ trace, matrices }: Examination): Finding[] {
  const ratios = matrices
    .filter(({ layer, secondMoment }) => !layer.frozen && secondMoment > 0)
    .flatMap(
      ({ call, variable }) =>
        trace.layers[call].weights.find(({ name }) => variable.originalName.endsWith(name))?.updateRatio ?? [],
    )
    .filter((ratio) => Number.isFinite(ratio) && ratio > 0)
    .sort((a, b) => a - b);
  const middle = ratios[Math.floor(ratios.length / 2)];
  if (middle === undefined || trace.optimizer === undefined || (middle < 0.3 && middle > 1e-7)) return [];
  const { name, learningRate: rate } = trace.optimizer;
  const better = Number((rate * Math.min(Math.max(0.003 / middle, 1e-4), 1e4)).toPrecision(1));
  return [
    finding({
      kind: 'learningRate',
      layer: trace.layers[matrices[0].call].name,
      quantity: 'size of the first step over that of the weights, median over layers',
      observed: middle,
      expected: 0.003,
      band: [1e-7, 0.3],
      why: `With ${name} at ${rate} the first step changes the weights by ${(100 * middle).toPrecision(2)} % of their size: ${middle > 0.3 ? 'what the initialization has set up is gone after a few steps' : 'nothing would be learned in reasonable time'}. The initialization is not the cause.`,
      repair: { code: `await train(model, data, { optimizer: 'adam', learningRate: ${better}, steps: 1000 });` },
    }),
  ];
}
