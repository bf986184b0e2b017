import { type NumberArray, rowSize, type TypedNumbers } from '../../../foundation/numberArray.js';
import { product } from '../../../init/shape.js';

/**
 * Brings the numbers of a file into the order of a layers model that was made of a model with
 * channels first. An array that already has the channels last stays as it is.
 *
 * @param sizes sizes of the model's input, without the samples
 * @param axes order in which the axes of the other model's input become those of `sizes`
 */
export function inModelOrder(
  array: NumberArray,
  sizes: readonly (number | null)[],
  axes: readonly number[] | undefined,
): NumberArray {
  if (axes === undefined) return array;
  const own = sizes as readonly number[];
  const theirs = axes.slice(1).map((_, i) => own[axes.indexOf(i + 1) - 1]);
  const given = String(array.shape.slice(1));
  const isTurned = given === String(own) && given !== String(theirs);
  const count = product(own);
  if (isTurned || rowSize(array) !== count) return array;
  return { shape: [array.shape[0], ...own], data: turned(array, own, theirs, axes) };
}

function turned(
  { shape: [samples], data }: NumberArray,
  own: readonly number[],
  theirs: readonly number[],
  axes: readonly number[],
): TypedNumbers {
  const steps = axes.slice(1).map((axis) => product(theirs.slice(axis)));
  const result = data.slice();
  const index = own.map(() => 0);
  const count = data.length / samples;
  for (let sample = 0; sample < samples; sample++) {
    let place = sample * count;
    for (let i = 0; i < count; i++) {
      result[sample * count + i] = data[place];
      for (let axis = own.length - 1; axis >= 0; axis--) {
        place += steps[axis];
        if (++index[axis] < own[axis]) break;
        place -= steps[axis] * own[axis];
        index[axis] = 0;
      }
    }
  }
  return result;
}
