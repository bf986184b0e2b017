import { mean, meanSquare, rootMeanSquare } from '../../foundation/statistics.js';
import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';

interface Columns {
  means: Float64Array;
  stds: Float64Array;
}

/** Data that are not of the order of 1, not centred, or whose columns differ by orders of magnitude. */
export function inputScale(examined: Examination): Finding[] {
  return examined.view.calls.flatMap(({ layer, name }, call) => {
    if (layer.getClassName() !== 'InputLayer' || takesIndices(examined, call)) return [];
    const place = examined.model.inputs.findIndex(({ sourceLayer }) => sourceLayer === layer);
    const data = examined.x[place]?.data;
    return data === undefined ? [] : judge(name, data, examined.batch, examined.trace.layers[call].shape.length === 1);
  });
}

function takesIndices({ view }: Examination, input: number): boolean {
  return view.calls.some(({ layer, inputs }) => inputs.includes(input) && layer.getClassName() === 'Embedding');
}

function judge(layer: string, x: Float32Array, batch: number, isTable: boolean): Finding[] {
  const { means, stds } = columns(x, batch);
  const secondMoment = meanSquare(means) + meanSquare(stds);
  const deviation = rootMeanSquare(stds);
  const overall = mean(means);
  const common = { kind: 'input' as const, layer, repair: { imports: [], code: standardize } };
  const lesson = 'Gains are worked out for inputs of second moment 1.';
  if (secondMoment > 25 || secondMoment < 0.0025) {
    return [
      finding({
        ...common,
        quantity: 'E x²',
        observed: secondMoment,
        expected: 1,
        band: [0.0025, 25],
        why: `The inputs are ${secondMoment > 1 ? 'large' : 'small'}, and every layer behind them, and the gradients of the first, are by as much. ${lesson}`,
      }),
    ];
  }
  if (batch > 1 && Math.abs(overall) > 2 * deviation) {
    return [
      finding({
        ...common,
        quantity: 'mean of x over its standard deviation',
        observed: overall / deviation,
        expected: 0,
        band: [-2, 2],
        why: 'The inputs have a mean that is large beside how they differ: all samples look alike to the first layer, and its gradients share one direction.',
      }),
    ];
  }
  const varying = isTable && batch > 1 ? [...stds].filter((s) => s > 0).sort((a, b) => a - b) : [];
  const spread = varying.length > 1 ? varying[varying.length - 1] / varying[Math.floor(varying.length / 10)] : 1;
  if (spread <= 50) return constantColumns(common, stds, isTable && batch > 1);
  return [
    finding({
      ...common,
      quantity: 'largest over small standard deviation of a column',
      observed: spread,
      expected: 1,
      band: [1, 50],
      why: 'Some columns are larger than others by orders of magnitude, and hide them from the network.',
    }),
  ];
}

/** Pixels at the edge of images are often constant, columns of a table should not be. */
function constantColumns(
  common: Pick<Parameters<typeof finding>[0], 'kind' | 'layer' | 'repair'>,
  stds: Float64Array,
  isTable: boolean,
): Finding[] {
  const constant = stds.filter((s) => s === 0).length;
  if (!isTable || constant === 0 || stds.length > 100) return [];
  return [
    finding({
      ...common,
      severity: 'note',
      quantity: 'columns of x that are constant',
      observed: constant,
      expected: 0,
      band: [0, 0],
      why: 'A column that is the same for all samples tells nothing, and acts as a second bias.',
    }),
  ];
}

function columns(x: Float32Array, batch: number): Columns {
  const size = x.length / batch;
  const means = new Float64Array(size);
  const stds = new Float64Array(size);
  for (let i = 0; i < x.length; i++) means[i % size] += x[i] / batch;
  for (let i = 0; i < x.length; i++) stds[i % size] += (x[i] - means[i % size]) ** 2 / batch;
  return { means, stds: stds.map(Math.sqrt) };
}

const standardize = `// Before training, and with the same numbers before every prediction:
const { mean, variance } = tf.moments(x, 0);
x = tf.div(tf.sub(x, mean), tf.add(tf.sqrt(variance), 1e-6));`;
