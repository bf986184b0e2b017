import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor } from '#tfjs-core';
import { describe, positiveInteger } from '../foundation/argument.js';
import { product } from '../init/shape.js';
import { decidingLayer } from '../network/view/layerFacts.js';
import type { ModelView } from '../network/view/modelView.js';
import { type Random, random } from '../random/random.js';

/**
 * Makes a batch for each input of a model: independent N(0, 1) numbers, or random tokens if an
 * Embedding looks the input up.
 *
 * @param shapes - the shape of one sample of each input, by default the model's.
 * @throws RangeError for shapes that do not fit, and for a missing shape if the model leaves an
 * axis open.
 */
export function randomInput(
  { model, calls, inputs, consumers }: ModelView,
  shapes: readonly (readonly number[])[] | undefined,
  batch: number,
  seed: number | bigint,
): Tensor[] {
  positiveInteger(batch, 'batch');
  const stream = random(seed).split(0);
  if (shapes && shapes.length !== inputs.length) {
    throw new RangeError(`inputShape has ${shapes.length} shapes; the model has ${inputs.length} inputs`);
  }
  return inputs.map(({ call }, i) => {
    const shape = sampleShape(model.inputs[i].shape.slice(1), shapes?.[i], calls[call].name);
    const takers = consumers[call].map((taker) => decidingLayer(calls[taker].layer));
    const tokens = takers.flatMap((layer) => (layer as { inputDim?: number }).inputDim ?? []);
    const size = batch * product(shape);
    return tensor(numbers(stream.split(i), size, Math.min(...tokens)), [batch, ...shape]);
  });
}

/** Draws tokens from 0 to below `vocabulary`, or normal numbers if `vocabulary` is infinite. */
function numbers(stream: Random, size: number, vocabulary: number): Float32Array {
  const out = new Float32Array(size);
  if (vocabulary === Number.POSITIVE_INFINITY) return stream.normal(out);
  return stream.uniform(out).map((u) => Math.floor(u * vocabulary));
}

function sampleShape(
  open: readonly (number | null)[],
  given: readonly number[] | undefined,
  name: string,
): readonly number[] {
  const shape = given ?? open;
  if (shape.length === open.length && shape.every((n, i) => n !== null && (open[i] === null || open[i] === n))) {
    return shape as readonly number[];
  }
  const wanted = `[${open.map((n) => n ?? 'any').join(', ')}]`;
  throw new RangeError(
    given
      ? `inputShape is ${describe(given)}; input ${describe(name)} takes ${wanted}, without the batch`
      : `input ${describe(name)} takes ${wanted}; give inputShape, without the batch`,
  );
}
