import type { Tensor } from '@tensorflow/tfjs-core';
import { dispose, keep, tensor } from '#tfjs-core';
import { type NumberArray, rows } from '../../foundation/numberArray.js';
import { inputArrays, type LabelledData, targetArrays } from '../../network/data.js';
import type { ModelView } from '../../network/view/modelView.js';
import { random } from '../../random/random.js';

/** The rows on which a monitor measures, as plain copies that no backend holds. */
export interface Sample {
  readonly inputs: readonly NumberArray[];
  readonly targets: readonly NumberArray[];
}

/** Limit on the numbers of one signal, over all rows, so that images do not take seconds. */
const MAX_SIGNAL_NUMBERS = 1 << 21;

/** Fewest rows that are measured if that many are given, however large the signals. */
const MIN_ROWS = 8;

/** Copies at most `most` rows of the data, spread over those that are given. */
export function takeSample(view: ModelView, data: LabelledData, most: number): Sample {
  const inputs = inputArrays(view.model, data.x);
  const [count] = inputs[0].shape;
  const targets = targetArrays(view.model, data.y, count);
  const places = spreadRows(count, Math.min(most, Math.max(MIN_ROWS, rowsThatFit(view))));
  const pick = (values: NumberArray): NumberArray => rows(values, places);
  return { inputs: inputs.map(pick), targets: targets.map(pick) };
}

/** Copies the inputs of a sample to the backend. They survive any tidy around the call. */
export function keepInputs({ inputs }: Sample): { feeds: Tensor[]; free: () => void } {
  const feeds = inputs.map(({ data, shape }) =>
    keep(
      data instanceof Int32Array
        ? tensor(data, [...shape], 'int32')
        : tensor(Float32Array.from(data), [...shape], 'float32'),
    ),
  );
  return { feeds, free: () => dispose(feeds) };
}

/**
 * Lists the rows of a sample: one random row from each of as many equal parts, so that data in a
 * periodic order are not sampled in step with it.
 */
export function spreadRows(count: number, most: number): Int32Array {
  const taken = Math.min(count, most);
  if (taken === count) return Int32Array.from({ length: count }, (_, i) => i);
  const within = random(0).uniform(new Float64Array(taken));
  return Int32Array.from(within, (u, i) => Math.floor(((i + u) * count) / taken));
}

function rowsThatFit({ calls }: ModelView): number {
  const sizes = calls.map(({ layer, nodeIndex }) => {
    const shapes = layer.inboundNodes[nodeIndex].outputShapes as unknown as number[];
    const shape = (Array.isArray(shapes[0]) ? shapes[0] : shapes) as (number | null)[];
    return shape.slice(1).reduce<number>((product, n) => product * (n ?? 1), 1);
  });
  return Math.floor(MAX_SIGNAL_NUMBERS / Math.max(...sizes));
}
