/** A tensor in a file. Its numbers are read when they are needed. */
export interface StoredTensor {
  name: string;
  shape: readonly number[];
  /** Type of the numbers, as NumPy names it. */
  dtype: string;
  /** Place of the units among the axes, if the file says so: PyTorch's layers have them first. */
  units?: 'first' | 'last';
  /** Reads the numbers in row-major order. Absent for integers, which are no weights. */
  read?: () => Float32Array | Float64Array;
}

/** The tensors of a file, in its order. */
export interface WeightFile {
  /** Name of the format, for people. */
  format: string;
  /** Program whose names and order of axes the tensors have. */
  layout: 'torch' | 'keras';
  tensors: readonly StoredTensor[];
  close(): void;
}
