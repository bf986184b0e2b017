export type TypedNumbers = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Numbers in row-major order, with their shape. This is plain data, not a tensor of a backend. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: TypedNumbers;
}

export function isInteger({ data }: NumberArray): boolean {
  return !(data instanceof Float32Array || data instanceof Float64Array);
}

/** Counts the numbers in one row of the first axis. */
export function rowSize({ shape }: NumberArray): number {
  return shape.slice(1).reduce((size, n) => size * n, 1);
}

/** Copies the rows of the first axis with these indices, in the order of the indices. */
export function rows(array: NumberArray, indices: ArrayLike<number>): NumberArray {
  const size = rowSize(array);
  const Numbers = array.data.constructor as new (length: number) => TypedNumbers;
  const data = new Numbers(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    data.set(array.data.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
  }
  return { shape: [indices.length, ...array.shape.slice(1)], data };
}
