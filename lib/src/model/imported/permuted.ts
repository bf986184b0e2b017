import { product } from '../../init/shape.js';
/** Permutes the axes of numbers in row-major order: axis i of the result is axis axes[i]. */
export function permuted<T extends Float32Array | Float64Array>(
  data: T,
  shape: readonly number[],
  axes: readonly number[],
): T {
  const strides = shape.map((_, axis) => product(shape.slice(axis + 1)));
  const [sizes, steps] = [axes.map((axis) => shape[axis]), axes.map((axis) => strides[axis])];
  const result = data.slice();
  const index = sizes.map(() => 0);
  let place = 0;
  for (let i = 0; i < data.length; i++) {
    result[i] = data[place];
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      place += steps[axis];
      if (++index[axis] < sizes[axis]) break;
      place -= steps[axis] * sizes[axis];
      index[axis] = 0;
    }
  }
  return result as T;
}
