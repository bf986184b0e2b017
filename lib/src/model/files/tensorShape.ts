/** The largest number of axes that a tensor may have, which NumPy also allows. */
const MOST_AXES = 64;

/**
 * Counts the elements of a shape from a file. Returns undefined unless it is a list of whole
 * numbers whose product is exact.
 */
export function elementCount(shape: unknown): number | undefined {
  if (!Array.isArray(shape) || shape.length > MOST_AXES) return undefined;
  let count = 1;
  for (const size of shape) {
    if (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 0) return undefined;
    count *= size;
  }
  return Number.isSafeInteger(count) ? count : undefined;
}
