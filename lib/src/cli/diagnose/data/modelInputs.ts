import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { type NumberArray, rowSize } from '../../../foundation/numberArray.js';
import { product } from '../../../init/shape.js';
import { UsageError } from '../../command.js';

/**
 * Brings the numbers into the shape of an input of the model. Axes of any size take their size from
 * the data.
 *
 * @throws UsageError if a sample has more or fewer numbers than the model takes
 */
export function modelInputs(input: SymbolicTensor, { shape, data }: NumberArray, where: string): NumberArray {
  const wanted = input.shape.slice(1);
  const size = rowSize({ shape, data });
  const sizes = sizesOf(wanted, shape.slice(1), size);
  if (sizes && product(sizes) === size) return { shape: [shape[0], ...sizes], data };
  throw new UsageError(
    `${where} has ${describeSizes(shape.slice(1))} per sample; the model takes ${describeSizes(wanted).replace(/,$/, '')}.`,
  );
}

function describeSizes(sizes: readonly (number | null)[]): string {
  const count = sizes.includes(null) ? undefined : product(sizes as number[]);
  const numbers = count === 1 ? '1 number' : `${count} numbers`;
  if (sizes.length < 2 && count !== undefined) return numbers;
  const shape = sizes.map((n) => n ?? 'any').join(' × ');
  return count === undefined ? `numbers of shape ${shape}` : `${numbers}, ${shape},`;
}

function sizesOf(wanted: readonly (number | null)[], given: readonly number[], size: number): number[] | undefined {
  const free = wanted.filter((n) => n === null).length;
  if (free === 0) return wanted as number[];
  // Images without a channel axis go to a model whose channel axis has size 1.
  if (wanted.length - given.length <= 1 && wanted.length >= given.length && free > 1)
    return wanted.map((n, axis) => n ?? given[axis]);
  const known = wanted.reduce<number>((size, n) => size * (n ?? 1), 1);
  return free === 1 && size % known === 0 ? wanted.map((n) => n ?? size / known) : undefined;
}
