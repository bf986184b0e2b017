import { describe } from '../foundation/argument.js';
import { product } from './shape.js';

/**
 * Computes the fans of a kernel from the axes of its inputs and outputs and the axes that count in
 * neither. Every other axis counts in both.
 */
export function fansOfAxes(
  shape: readonly number[],
  inAxes: readonly number[] | undefined,
  outAxes: readonly number[] | undefined,
  batchAxes: readonly number[] = [],
): { fanIn: number; fanOut: number } {
  const inputs = resolveAxes(shape, inAxes, 'inAxes');
  const outputs = resolveAxes(shape, outAxes, 'outAxes');
  const batch = resolveAxes(shape, batchAxes, 'batchAxes');
  const all = [...inputs, ...outputs, ...batch];
  if (new Set(all).size < all.length) {
    throw new RangeError(
      `inAxes is ${describe(inAxes)}, outAxes is ${describe(outAxes)} and batchAxes is ${describe(batchAxes)}; an axis may be listed once`,
    );
  }
  const allBut = (axes: readonly number[]): number => product(shape.filter((_, axis) => !axes.includes(axis)));
  return { fanIn: allBut([...outputs, ...batch]), fanOut: allBut([...inputs, ...batch]) };
}

/** Checks axes and counts them from the start. */
function resolveAxes(shape: readonly number[], axes: readonly number[] | undefined, name: string): number[] {
  const rank = shape.length;
  if (!Array.isArray(axes) || !axes.every((axis) => Number.isInteger(axis) && axis >= -rank && axis < rank)) {
    throw new RangeError(
      `${name} is ${describe(axes)}; it must list axes of shape ${describe(shape)}, integers from ${-rank} to ${rank - 1}`,
    );
  }
  return axes.map((axis) => (axis < 0 ? axis + rank : axis));
}
