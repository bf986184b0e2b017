import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type NumberArray, rowSize } from '../../foundation/numberArray.js';
import { product } from '../../init/shape.js';
import { UsageError } from '../command.js';

/** The same numbers in the shape of the model's input, of which the axes that may have any size take it from the data. */
export function modelInputs(model: LayersModel, { shape, data }: NumberArray, where: string): NumberArray {
  const wanted = model.inputs[0].shape.slice(1);
  const size = rowSize({ shape, data });
  const sizes = sizesOf(wanted, shape.slice(1), size);
  if (sizes && product(sizes) === size) return { shape: [shape[0], ...sizes], data };
  throw new UsageError(
    `${where} has ${inWords(shape.slice(1))} a sample; the model takes ${inWords(wanted).replace(/,$/, '')}.`,
  );
}

function inWords(sizes: readonly (number | null)[]): string {
  const count = sizes.includes(null) ? undefined : product(sizes as number[]);
  const numbers = count === 1 ? '1 number' : `${count} numbers`;
  if (sizes.length < 2 && count !== undefined) return numbers;
  const shape = sizes.map((n) => n ?? 'any').join(' × ');
  return count === undefined ? `numbers of shape ${shape}` : `${numbers}, ${shape},`;
}

function sizesOf(wanted: readonly (number | null)[], given: readonly number[], size: number): number[] | undefined {
  const free = wanted.filter((n) => n === null).length;
  if (free === 0) return wanted as number[];
  // Of images without an axis for their channel, that of the model is 1.
  if (wanted.length - given.length <= 1 && wanted.length >= given.length && free > 1)
    return wanted.map((n, axis) => n ?? given[axis]);
  const known = wanted.reduce<number>((all, n) => all * (n ?? 1), 1);
  return free === 1 && size % known === 0 ? wanted.map((n) => n ?? size / known) : undefined;
}
