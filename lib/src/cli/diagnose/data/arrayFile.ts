import type { NumberArray } from '../../../foundation/numberArray.js';
import { loadCsv } from '../../../train/data/loadCsv.js';
import { parseIdx } from '../../../train/data/parseIdx.js';
import { isNpy, parseNpy } from '../../../train/data/parseNpy.js';
import { readContent } from '../../../train/data/readContent.js';

/**
 * Reads the numbers of a file: a NumPy array, an IDX file, or a table in which every column
 * holds numbers. The content decides which it is.
 */
export function readArrayFile(file: string, missing: 'error' | 'drop' | 'mean'): NumberArray {
  const bytes = readContent(file);
  if (isNpy(bytes)) return parseNpy(bytes, file);
  if (bytes[0] === 0 && bytes[1] === 0) return parseIdx(bytes, file);
  return loadCsv(file, { missing }).x;
}
