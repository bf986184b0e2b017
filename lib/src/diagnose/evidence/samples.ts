import type { Tensor } from '@tensorflow/tfjs-core';
import { gather, tensor, tensor1d, tidy } from '#tfjs-core';
import { type NumberArray, rows } from '../../foundation/numberArray.js';
import { inputValues, type LabelledData, targetArrays } from '../../network/data.js';
import { isTensor } from '../../network/modelValues.js';
import type { ModelView } from '../../network/view/modelView.js';
import { signalSizes } from '../../network/view/signalSizes.js';
import type { Random } from '../../random/random.js';
import type { RepairStep } from '../repairs/repair.js';
import { rowsWithoutBad, type Scan, scan } from './scan.js';

/** The samples that are measured. */
export interface Samples {
  /** Inputs: one entry for each input of the model. */
  x: Sampled[];
  /** Targets: one entry for each output of the model. */
  y: Sampled[];
  batch: number;
  /** The targets of all samples without a NaN or an infinite number, as they were given. */
  allTargets: NumberArray[];
  /** The tensors of `x`. */
  feeds: Tensor[];
  /** Scans of all samples that were given, measured or not. */
  all: { x: Scan[]; y: Scan[] };
}

export interface Sampled extends NumberArray {
  data: Float32Array;
}

/**
 * The largest number of elements that one signal may have, over all samples, so that images do not
 * take minutes.
 */
const LARGEST_SIGNAL = 1 << 21;

/**
 * Chooses some of the samples, spread over all of them. Call it inside tidy, which frees their
 * tensors.
 */
export function chooseSamples(view: ModelView, data: LabelledData, most: number, stream: Random): Samples {
  const { model } = view;
  let chosen: Omit<Samples, 'feeds'> | undefined;
  tidy(() => {
    const inputs = inputValues(model, data.x).map(asFloats);
    const count = inputs[0].shape[0];
    const given = targetArrays(model, data.y, count);
    const all = { x: inputs.map(scan), y: given.map(scan) };
    const clean = rowsWithoutBad(count, [...all.x, ...all.y]);
    const allTargets = clean.length === count ? given : given.map((targets) => rows(targets, clean));
    const places = spread(clean.length, Math.min(most, mostThatFit(view, inputs)), stream).map((place) => clean[place]);
    const pick = (values: Tensor | NumberArray): Sampled => {
      const picked = isTensor(values) ? gather(values, tensor1d(places, 'int32')) : rows(values, places);
      const numbers = 'dataSync' in picked ? picked.dataSync() : picked.data;
      return { shape: picked.shape, data: Float32Array.from(numbers) };
    };
    chosen = { x: inputs.map(pick), y: given.map(pick), batch: places.length, allTargets, all };
  });
  const found = chosen as unknown as Omit<Samples, 'feeds'>;
  return { ...found, feeds: found.x.map(asTensor) };
}

/**
 * Does to the samples what the steps of a repair do to the data: standardizes inputs and targets.
 * Call it inside tidy.
 */
export function repairedSamples(view: ModelView, samples: Samples, repair: readonly RepairStep[]): Samples {
  const shifts = repair.flatMap((step) => (step.type === 'standardizeInputs' ? [step] : []));
  const areTargets = repair.some((step) => step.type === 'changeTargets' && step.change === 'standardize');
  if (shifts.length === 0 && !areTargets) return samples;
  const x = samples.x.map((values, i) => {
    const shift = shifts.find(({ layer }) => layer === view.calls[view.inputs[i].call].name);
    return shift ? standardize(values, shift.isShared ? values.data.length : samples.batch) : values;
  });
  const y = areTargets ? samples.y.map((values) => standardize(values, samples.batch)) : samples.y;
  const all = areTargets ? { ...samples.all, y: y.map(scan) } : samples.all;
  return { ...samples, x, y, all, feeds: x.map(asTensor) };
}

/**
 * Number added to standard deviations, so that rounding errors of constant columns are not
 * enlarged.
 */
const LEAST_DEVIATION = 1e-6;

/** Standardizes columns, each of `count` numbers. */
function standardize({ data, shape }: Sampled, count: number): Sampled {
  const size = data.length / count;
  const [means, variances] = [new Float64Array(size), new Float64Array(size)];
  for (let i = 0; i < data.length; i++) means[i % size] += data[i] / count;
  for (let i = 0; i < data.length; i++) variances[i % size] += (data[i] - means[i % size]) ** 2 / count;
  return {
    shape,
    data: data.map((value, i) => (value - means[i % size]) / (Math.sqrt(variances[i % size]) + LEAST_DEVIATION)),
  };
}

/** Rounds numbers in double precision as a tensor does: the largest of them become infinite. */
function asFloats(values: Tensor | NumberArray): Tensor | NumberArray {
  if (isTensor(values) || !(values.data instanceof Float64Array)) return values;
  return { shape: values.shape, data: Float32Array.from(values.data) };
}

function asTensor({ data: values, shape }: Sampled): Tensor {
  return tensor(values, [...shape]);
}

function mostThatFit(view: ModelView, inputs: readonly { shape: readonly number[] }[]): number {
  const sizes = signalSizes(
    view,
    inputs.map(({ shape }) => shape),
  );
  return Math.max(8, Math.floor(LARGEST_SIGNAL / Math.max(...sizes)));
}

/**
 * Chooses `most` indices, or all if there are fewer: one at random from each of `most` equal parts.
 * Equal steps would fall in step with data whose order is periodic.
 */
function spread(count: number, most: number, stream: Random): Int32Array {
  const taken = Math.min(count, most);
  if (taken === count) return Int32Array.from({ length: count }, (_, i) => i);
  const within = stream.uniform(new Float64Array(taken));
  return Int32Array.from(within, (u, i) => Math.floor(((i + u) * count) / taken));
}
