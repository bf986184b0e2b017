import type { NumberArray } from '../../foundation/numberArray.js';
import { parseIdx } from './parseIdx.js';
import { readContent } from './readContent.js';

/**
 * Reads any file in the IDX format, gzipped or not: that of MNIST, Fashion-MNIST, KMNIST, EMNIST. What it gives can be trained on as it is:
 * integer labels become classes. Images are best scaled first.
 *
 * @throws DataError naming the file, and the byte offset, if it is missing, truncated or not IDX
 * @see LeCun, Cortes and Burges, The MNIST database of handwritten digits, "File formats for the MNIST database"
 * @example
 * ```ts
 * import { loadIdx } from 'initlab/tasks';
 * loadIdx('data/mnist/t10k-labels-idx1-ubyte.gz').shape; // [2000]
 * ```
 */
export function loadIdx(file: string): NumberArray {
  return parseIdx(readContent(file), file);
}
