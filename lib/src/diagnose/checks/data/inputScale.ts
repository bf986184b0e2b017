import { mean, meanSquare, rootMeanSquare } from '../../../foundation/statistics.js';
import { isShallow } from '../../evidence/shallow.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/**
 * Recognizes inputs that are far larger or smaller than 1, that are not centred, or whose columns
 * differ by orders of magnitude.
 */
export const inputScale: Check = {
  kinds: ['input'],
  stage: 'data',
  explains: [],
  run(evidence) {
    const { view, trace, x, batch } = evidence;
    const isMild = isShallow(evidence);
    return view.calls.flatMap(({ kind, layer, name }, call) => {
      if (kind.operation !== 'input') return [];
      const isIndex = view.consumers[call].some((consumer) => view.calls[consumer].kind.operation === 'embedding');
      const input = view.model.inputs.findIndex(({ sourceLayer }) => sourceLayer === layer);
      const data = x[input]?.data;
      return isIndex || data === undefined
        ? []
        : judge(name, data, batch, trace.layers[call].shape.length).map((draft) => ({
            ...draft,
            isMild: isMild || draft.isMild === true,
          }));
    });
  },
};

/**
 * The mean over the standard deviation up to which a trial decides on inputs that are not centred,
 * however deep the network is.
 */
const CLEARLY_OFF_CENTRE = 10;

/**
 * A column is constant if its standard deviation is at most this share of its mean, because sums of
 * floating-point numbers are not exact.
 */
const CONSTANT = 1e-6;

/** Number of columns above which rows may be flattened images. */
const MOST_COLUMNS = 100;

/** The fields that all findings about an input have in common. */
type Common = Pick<FindingDraft, 'kind' | 'layer' | 'repair'>;

interface Columns {
  means: Float64Array;
  stds: Float64Array;
}

function judge(layer: string, x: Float32Array, batch: number, rank: number): FindingDraft[] {
  const isTable = rank === 1;
  const { means, stds } = columns(x, batch);
  const secondMoment = meanSquare(means) + meanSquare(stds);
  const deviation = rootMeanSquare(stds);
  const overall = mean(means);
  const isShared = rank >= 3 || (isTable && arePixels(stds));
  const common: Common = { kind: 'input', layer, repair: [{ type: 'standardizeInputs', layer, isShared }] };
  if (secondMoment > 25 || secondMoment < 0.0025) {
    return [
      {
        ...common,
        quantity: 'E x²',
        observed: secondMoment,
        expected: 1,
        band: [0.0025, 25],
        why: `Standardize the inputs. They are ${secondMoment > 1 ? 'large' : 'small'}, and this carries over to every layer and to the gradients of the first. Initializers assume inputs of second moment 1.`,
      },
    ];
  }
  if (batch > 1 && Math.abs(overall) > 2 * deviation) {
    return [
      {
        ...common,
        isMild: Math.abs(overall) < CLEARLY_OFF_CENTRE * deviation,
        quantity: 'mean of x over its standard deviation',
        observed: overall / deviation,
        expected: 0,
        band: [-2, 2],
        why: 'Standardize the inputs. Their mean is large compared with their differences, so all samples look alike to the first layer, and its gradients share one direction.',
      },
    ];
  }
  const isConstant = (std: number, column: number): boolean => std <= CONSTANT * Math.abs(means[column]);
  const varying = isTable && batch > 1 ? stds.filter((std, i) => !isConstant(std, i)).sort() : [];
  const spread = varying.length > 1 ? varying[varying.length - 1] / varying[Math.floor(varying.length / 10)] : 1;
  if (spread <= 50)
    return constantColumns(common, stds.filter(isConstant).length, isTable && batch > 1 && stds.length <= MOST_COLUMNS);
  return [
    {
      ...common,
      quantity: 'largest over small standard deviation of a column',
      observed: spread,
      expected: 1,
      band: [1, 50],
      why: 'Standardize the inputs. Some columns are orders of magnitude larger than others, and drown them out.',
    },
  ];
}

/**
 * Checks whether columns look like the pixels of flattened images: many columns of one scale, some
 * of which hardly vary. If each of these were divided by its own deviation, a test image with a
 * bright pixel at the edge would have inputs in the thousands or far more.
 */
function arePixels(stds: Float64Array): boolean {
  if (stds.length <= MOST_COLUMNS) return false;
  const sorted = stds.slice().sort();
  const deviation = rootMeanSquare(stds);
  return sorted[0] < deviation / 100 && sorted[Math.floor(sorted.length / 2)] > deviation / 10;
}

/** Notes constant columns of a table. In images, pixels at the edge are often constant. */
function constantColumns(common: Common, constant: number, isTable: boolean): FindingDraft[] {
  if (!isTable || constant === 0) return [];
  return [
    {
      ...common,
      severity: 'note',
      quantity: 'columns of x that are constant',
      observed: constant,
      expected: 0,
      band: [0, 0],
      why: 'Leave out a column that is the same for all samples. It carries no information and acts as a second bias.',
    },
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
