import type { Heap } from '../heap.js';
import type { Kernel } from '../store.js';
import { convolutionWindows, type Windows } from '../windows.js';
import type { Correlation } from './correlation.js';
import { filterGradient, inputGradient } from './patches.js';

/** Convolves images by SIMD where that is possible, with the same numbers as the kernel of tfjs. */
export const imageConvolution: Kernel<Heap> = (heap, { x, filter }, attributes, original) => {
  const { dilations, dataFormat } = attributes as { dilations: number | number[]; dataFormat: string };
  if (dataFormat !== 'NHWC' || ![dilations].flat().every((dilation) => dilation === 1)) return original();
  const prepared = preparedFor(heap, x.shape, filter.shape, attributes);
  if (prepared === undefined) return original();
  const { windows, correlation } = prepared;
  const [, { output: height }] = windows.axes;
  const out = heap.make([windows.lines / height, height, windows.lineLength, windows.outChannels]);
  withScratch(heap, correlation, (scratch) => correlation.forward(scratch, heap.at(x), heap.at(filter), heap.at(out)));
  return out;
};

export const imageInputGradient: Kernel<Heap> = (heap, inputs, attributes, original) => {
  const { dy, filter } = inputs;
  const { inputShape } = attributes as { inputShape: number[] };
  const prepared = preparedFor(heap, inputShape, filter.shape, attributes);
  if (prepared === undefined) return inputGradient(heap, inputs, attributes, original);
  const dx = heap.make(inputShape);
  withScratch(heap, prepared.correlation, (scratch) =>
    prepared.correlation.inputGradient(scratch, heap.at(dy), heap.at(filter), heap.at(dx)),
  );
  return dx;
};

export const imageFilterGradient: Kernel<Heap> = (heap, inputs, attributes, original) => {
  const { x, dy } = inputs;
  const { filterShape } = attributes as { filterShape: number[] };
  const prepared = preparedFor(heap, x.shape, filterShape, attributes);
  if (prepared === undefined) return filterGradient(heap, inputs, attributes, original);
  const dFilter = heap.make(filterShape);
  withScratch(heap, prepared.correlation, (scratch) =>
    prepared.correlation.filterGradient(scratch, heap.at(x), heap.at(dy), heap.at(dFilter)),
  );
  return dFilter;
};

export interface Prepared {
  windows: Windows;
  correlation: Correlation;
}

/** Number of convolutions that stay prepared, more than a model has. */
const MOST_PREPARED = 512;

const prepared = new WeakMap<object, Map<string, Prepared>>();

function preparedFor({ correlations }: Heap, x: number[], filter: number[], attributes: object): Prepared | undefined {
  return correlations && preparedConvolution(correlations, x, filter, attributes);
}

/** Prepares a convolution once for all calls with the same shapes. */
export function preparedConvolution(
  correlations: NonNullable<Heap['correlations']>,
  x: number[],
  filter: number[],
  attributes: object,
): Prepared {
  const { strides, pad, dimRoundingMode } = attributes as Record<string, unknown>;
  const known = prepared.get(correlations) ?? new Map<string, Prepared>();
  prepared.set(correlations, known);
  const key = [x, filter, strides, pad, dimRoundingMode].join(';');
  const found = known.get(key);
  if (found) return found;
  if (known.size === MOST_PREPARED) known.clear();
  const windows = convolutionWindows(x, filter, attributes);
  const made = { windows, correlation: correlations(windows) };
  known.set(key, made);
  return made;
}

function withScratch(heap: Heap, { scratchBytes }: Correlation, run: (scratch: number) => void): void {
  const scratch = heap.make([scratchBytes / 4]);
  run(heap.at(scratch));
  heap.free(scratch);
}
