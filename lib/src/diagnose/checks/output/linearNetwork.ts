import { activation } from '../../../activation/activation.js';
import { hasSettableActivation } from '../../../model/setActivation.js';
import { LINEAR_KINDS } from '../../../network/view/layerFacts.js';
import type { LayerCall } from '../../../network/view/modelGraph.js';
import type { Evidence } from '../../evidence/evidence.js';
import { type LeaveOneOut, leaveOneOut, leftByLine, type Rows } from '../../evidence/leaveOneOut.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';
import { redraw } from '../../repairs/redraw.js';
import type { RepairStep } from '../../repairs/repair.js';
import type { Check } from '../check.js';
import { rebuildOutput } from './rebuildOutput.js';
import { percent } from './wording.js';

/** Operations that are linear in their input, apart from an activation. */
const LINEAR_OPERATIONS: readonly string[] = [
  ...['input', 'dense', 'conv', 'depthwise', 'separable', 'convTranspose', 'avgPool', 'globalAvgPool', 'flatten'],
  ...['reshape', 'move', 'resize', 'dropout', 'noise', 'rescale', 'add', 'concat', 'activation'],
];
/** Samples from which on a fit can tell lines from curves. */
const LEAST_SAMPLES = 24;
/** The share of the targets by which curves must be better than lines. */
const LEAST_GAIN = 0.1;
/** Standard errors by which they must be better. */
const DEVIATIONS = 3;
/** The share of the variance above which a line explains nothing. */
const LEAST_LEFT = 0.95;
/** The share of the targets by which a curve must then be better. */
const LEAST_CURVE = 0.25;
/** Units of a hidden layer to add. */
const HIDDEN_UNITS = 16;
/** Numbers in a sample above which no fit is tried. */
const MOST_COLUMNS = 20_000;

/**
 * Recognizes networks without any function between their layers, which together are one linear map.
 * This is a fault if a curve explains targets better than a line does, and for a single layer if a
 * line explains nothing.
 */
export const linearNetwork: Check = {
  kinds: ['linear'],
  stage: 'output',
  explains: [],
  run(evidence) {
    const { view, matrices, outputs, x } = evidence;
    const makers = outputs.map(({ maker }) => maker);
    const isLine = view.calls.every((call, i) => isLinear(call, makers.includes(i)));
    const own = matrices.filter(({ layer }) => LINEAR_KINDS.includes(layer.kind));
    if (!isLine || own.length === 0 || x.length !== 1 || outputs.length !== 1) return [];
    if (own.length === 1) return withoutHidden(evidence, outputs[0]);
    const fits = comparison(evidence, outputs[0]);
    const hidden = own.filter(({ call }) => !makers.includes(call) && !own.every((other) => other.call <= call));
    if (hidden.length === 0) return [];
    const isFault = fits !== undefined && fits.gain > LEAST_GAIN && fits.isSignificant;
    return [
      {
        kind: 'linear',
        ...(!isFault && { severity: 'note' as const }),
        layer: view.calls[hidden[0].call].name,
        quantity: fits?.quantity ?? 'activations between layers',
        observed: fits?.lines ?? 0,
        expected: fits?.curves ?? 1,
        band: fits ? [0, fits.curves + LEAST_GAIN] : [1, Number.POSITIVE_INFINITY],
        why: `Put an activation between the layers, such as ReLU. Without one, the ${own.length} layers together are one linear map, whatever their weights are. ${fitText(fits, isFault)}`,
        repair: withRelu(evidence, hidden),
      },
    ];
  },
};

/**
 * Recognizes targets of which a single layer can learn nothing, because the best line through these
 * samples is no better than their mean.
 */
function withoutHidden(evidence: Evidence, output: ExaminedOutput): FindingDraft[] {
  const { x, batch, view } = evidence;
  const columns = x[0].data.length / batch;
  const y = targetRows(output, batch);
  if (columns > MOST_COLUMNS || y === undefined) return [];
  const left = leftByLine({ values: Float64Array.from(x[0].data), columns }, y);
  if (left < LEAST_LEFT) return [];
  // Many samples may be noise. A few can be learned one by one.
  const fits = batch < LEAST_SAMPLES ? undefined : comparison(evidence, output);
  if (fits ? !(fits.gain > LEAST_CURVE && fits.isSignificant) : variances(y) === 0) return [];
  const end = { units: output.units, activation: output.activation?.name ?? 'linear', hidden: HIDDEN_UNITS };
  const repair = rebuildOutput(view, output, end);
  if (repair.length === 0) return [];
  return [
    {
      kind: 'linear',
      layer: view.calls[output.maker].name,
      quantity: 'share of the variance that the best line through these samples leaves',
      observed: left,
      expected: 0,
      band: [0, LEAST_LEFT],
      why: `Put a hidden layer before the output, such as ${HIDDEN_UNITS} units with ReLU. A single layer draws a line through the samples, and the best one leaves ${percent(Math.min(left, 1))} of the variance of these targets: there is nothing that it can learn.${fits ? ` ${fitText(fits, true)}` : ''}`,
      repair,
    },
  ];
}

function isLinear({ kind, activation: own }: LayerCall, isMaker: boolean): boolean {
  const isAffine = LINEAR_OPERATIONS.includes(kind.operation) || (kind.operation === 'norm' && kind.usesBatch === true);
  return isAffine && (isMaker || own === undefined || own.name === 'linear');
}

interface Comparison {
  quantity: string;
  lines: number;
  curves: number;
  gain: number;
  isSignificant: boolean;
}

/** Compares what lines and curves leave unexplained, of samples outside the fit. */
function comparison({ x, batch }: Evidence, output: ExaminedOutput): Comparison | undefined {
  const [{ data }] = x;
  const columns = data.length / batch;
  const y = targetRows(output, batch);
  if (batch < LEAST_SAMPLES || columns > MOST_COLUMNS || y === undefined) return undefined;
  const inputs = { values: Float64Array.from(data), columns };
  const [lines, curves] = (['lines', 'curves'] as const).map((shape) => leaveOneOut(inputs, y, shape));
  const isClass = /ntropy$|inge$/.test(output.loss.facts?.family ?? '');
  const [a, b] = [lines, curves].map((fit) => (isClass ? mistakes(fit, y) : fit.errors));
  const scale = isClass ? batch : variances(y);
  const differences = a.map((error, i) => error - b[i]);
  const sum = differences.reduce((total, value) => total + value, 0);
  const spread = Math.sqrt(differences.reduce((total, value) => total + value ** 2, 0));
  const share = (errors: Float64Array): number => errors.reduce((sum, value) => sum + value, 0) / scale;
  return {
    quantity: isClass
      ? 'share of the samples outside the fit that a line gets wrong'
      : 'share of the variance that a line leaves',
    lines: share(a),
    curves: share(b),
    gain: sum / scale,
    isSignificant: sum > DEVIATIONS * spread,
  };
}

/** The targets as rows of numbers, with a 1 for the class; undefined for too many numbers. */
function targetRows({ y, units, hasRows, hasPositions }: ExaminedOutput, batch: number): Rows | undefined {
  const columns = y.data.length / batch;
  if (hasRows) return columns > 256 ? undefined : { values: Float64Array.from(y.data), columns };
  if (hasPositions) return undefined;
  const values = new Float64Array(batch * units);
  for (let i = 0; i < batch; i++) values[i * units + y.data[i]] = 1;
  return { values, columns: units };
}

/** A 1 for each sample whose class is not the one predicted. */
function mistakes({ predictions }: LeaveOneOut, { values, columns }: Rows): Float64Array {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const classOf = (numbers: Float64Array, row: number): number => {
    const own = numbers.subarray(row * columns, (row + 1) * columns);
    return columns === 1 ? Number(own[0] > (low + high) / 2) : own.indexOf(Math.max(...own));
  };
  return Float64Array.from({ length: values.length / columns }, (_, row) =>
    Number(classOf(predictions, row) !== classOf(values, row)),
  );
}

function variances({ values, columns }: Rows): number {
  const count = values.length / columns;
  let total = 0;
  for (let column = 0; column < columns; column++) {
    let mean = 0;
    for (let i = 0; i < count; i++) mean += values[i * columns + column] / count;
    for (let i = 0; i < count; i++) total += (values[i * columns + column] - mean) ** 2;
  }
  return total;
}

function fitText(fits: Comparison | undefined, isFault: boolean): string {
  if (fits === undefined) return 'This is a fault unless a line is what you want.';
  const [lines, curves] = [fits.lines, fits.curves].map((share) => percent(Math.min(share, 1)));
  const numbers = fits.quantity.includes('wrong')
    ? `Of samples outside the fit, a line gets ${lines} wrong and a curve ${curves}`
    : `On samples outside the fit, a line leaves ${lines} of the variance and a curve ${curves}`;
  return isFault ? `${numbers}.` : `${numbers}, so these samples do not show that a curve is needed.`;
}

/** ReLU after each hidden layer, and the weights that suit it. */
function withRelu(evidence: Evidence, hidden: readonly ExaminedMatrix[]): RepairStep[] {
  const { view } = evidence;
  const settable = hidden.filter(({ call }) => hasSettableActivation(view.calls[call].layer));
  const relu = { name: 'relu', activation: activation('relu') };
  const suited = settable.map((matrix) => ({ ...matrix, layer: { ...matrix.layer, activation: relu } }));
  const names = [...new Set(settable.map(({ call }) => view.calls[call].name))];
  const steps = names.map((layer): RepairStep => ({ type: 'setActivation', layer, activation: 'relu' }));
  return steps.length === 0
    ? [{ type: 'replaceLayer', layer: view.calls[hidden[0].call].name, activation: 'relu' }]
    : [...steps, ...redraw(evidence, suited)];
}
