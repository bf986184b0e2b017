import type { NumberArray } from '../../foundation/numberArray.js';
import { parseIdx } from './parseIdx.js';
import { readContent } from './readContent.js';

/**
 * Reads any file in the IDX format, gzipped or not: the format of MNIST, Fashion-MNIST, KMNIST and
 * EMNIST. You can train on the result directly: integer labels become classes. It is best to scale
 * images first.
 *
 * @throws DataError that names the file, and the byte offset, if it is missing, truncated or not
 *   IDX
 * @see LeCun, Cortes and Burges, The MNIST database of handwritten digits, "File formats for the
 *   MNIST database"
 * @example
 * ```ts
 * import { loadIdx } from 'initlab/tasks';
 * loadIdx('data/mnist/t10k-labels-idx1-ubyte.gz').shape; // [2000]
 * ```
 */
export function loadIdx(file: string): NumberArray {
  return parseIdx(readContent(file), file);
}
