import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { tensor } from '#tfjs-core';
import { isInteger, type NumberArray, rowSize, type TypedNumbers } from '../../foundation/numberArray.js';
import { checkData, inputArrays, type LabelledData, targetArrays } from '../../network/data.js';
import { DataRangeError } from '../../network/dataErrors.js';
import type { Random } from '../../random/random.js';

/** Examples to learn from. The first axis of both arrays counts them. */
export interface Dataset {
  /** Inputs, [examples, …shape of one input]. */
  x: NumberArray;
  /** Targets: integer class labels [examples], or numbers with the shape of the model's output. */
  y: NumberArray;
}

/** Endless source of examples: draws `size` new ones from the stream at each call. */
export type Sampler = (random: Random, size: number) => Dataset;

/**
 * Reads data as plain arrays in the shapes of a model with one input and one output, and checks
 * them: there is one target for each input, and every number is finite.
 *
 * @param usage the right call, for messages
 * @param where what stands before the names `x` and `y` in messages
 */
export function toDataset(model: LayersModel, data: LabelledData, usage: string, where = ''): Dataset {
  checkData(data, ['x', 'y'], usage);
  const [x] = inputArrays(model, data.x, `${where}x`);
  const [y] = targetArrays(model, data.y, x.shape[0], `${where}y`);
  checkFinite(x, `${where}x`);
  checkFinite(y, `${where}y`);
  return { x, y };
}

/** Copies numbers to the backend in use: int32 for integers, float32 otherwise. */
export function toTensor(array: NumberArray): Tensor {
  const shape = [...array.shape];
  return isInteger(array)
    ? tensor(Int32Array.from(array.data), shape, 'int32')
    : tensor(Float32Array.from(array.data), shape, 'float32');
}

function checkFinite(array: NumberArray, argument: string): void {
  const index = isInteger(array) ? -1 : indexOfNonFinite(array.data);
  if (index < 0) return;
  const example = Math.floor(index / rowSize(array));
  const problem = `has ${array.data[index]} in example ${example}; every number must be finite`;
  throw new DataRangeError({ code: 'notFinite', argument, problem, index });
}

/** Finds the first NaN or infinity. A plain loop, because data sets have millions of numbers. */
function indexOfNonFinite(numbers: TypedNumbers): number {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return i;
  return -1;
}
