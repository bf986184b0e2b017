import { oneOf, positiveInteger } from '../../foundation/argument.js';
import type { Padding, Pair } from './layerSpec.js';

/** The movement of a kernel or a pool over height and width; each pair is [height, width]. */
export interface Window {
  readonly input: readonly [number, number];
  readonly size: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: Padding;
  /** Numbers of padding rows and columns before the first one. */
  readonly before: readonly [number, number];
  readonly output: readonly [number, number];
}

interface WindowOptions {
  size: Pair;
  /** The name of the size option, for messages. */
  sizeName: string;
  strides: Pair;
  padding: Padding;
  allowed: readonly Padding[];
}

/**
 * Computes a window's sizes as TensorFlow does: `'same'` and `'circular'` give ⌈input/stride⌉
 * positions; an odd amount of padding has its extra row or column at the end.
 */
export function windowOf(input: readonly [number, number], options: WindowOptions): Window {
  const padding = oneOf(options.padding, options.allowed, 'padding');
  const size = pair(options.size, options.sizeName);
  const strides = pair(options.strides, 'strides');
  if (padding === 'valid' && (size[0] > input[0] || size[1] > input[1])) {
    throw new RangeError(
      `${options.sizeName} is ${size.join(' × ')}, larger than its input of ${input.join(' × ')}; reduce it or set padding: 'same'`,
    );
  }
  const height = along(input[0], size[0], strides[0], padding);
  const width = along(input[1], size[1], strides[1], padding);
  return {
    input,
    size,
    strides,
    padding,
    before: [height.before, width.before],
    output: [height.output, width.output],
  };
}

function along(input: number, size: number, stride: number, padding: Padding): { before: number; output: number } {
  if (padding === 'valid') return { before: 0, output: Math.floor((input - size) / stride) + 1 };
  const output = Math.ceil(input / stride);
  return { before: Math.floor(Math.max(0, (output - 1) * stride + size - input) / 2), output };
}

function pair(value: Pair, name: string): readonly [number, number] {
  const list: readonly number[] = typeof value === 'object' ? value : [value, value];
  if (!Array.isArray(list) || list.length !== 2) {
    throw new RangeError(`${name} must be one number or [height, width]`);
  }
  return [positiveInteger(list[0], name), positiveInteger(list[1], name)];
}
