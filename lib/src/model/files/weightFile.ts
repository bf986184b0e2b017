/** A tensor in a file. Its numbers are read when they are needed. */
export interface StoredTensor {
  name: string;
  shape: readonly number[];
  /** Type of the numbers, as NumPy names it. */
  dtype: string;
  /** Reads the numbers in row-major order. Absent for integers, which are no weights. */
  read?: () => Float32Array | Float64Array;
}

/** The tensors of a file, in its order. */
export interface WeightFile {
  /** Name of the format, for people. */
  format: string;
  tensors: readonly StoredTensor[];
  close(): void;
}
