import type { Dataset, Sampler } from '../data/dataset.js';

/** Number of test windows, if the text is long enough. */
const TEST_WINDOWS = 64;

/**
 * Lists the characters of a text in the order of their codes, and encodes the text by that list.
 */
export function textCodes(text: string): { vocabulary: string[]; codes: Int32Array } {
  const characters = [...text];
  const vocabulary = [...new Set(characters)].sort();
  const code = new Map(vocabulary.map((character, i) => [character, i]));
  return { vocabulary, codes: Int32Array.from(characters, (character) => code.get(character) as number) };
}

/**
 * Makes a sampler of windows of `context` codes. The target of a window is the window one step
 * later.
 */
export function windowSampler(codes: Int32Array, context: number): Sampler {
  const starts = codes.length - context;
  return (stream, size) => {
    const uniform = stream.uniform(new Float64Array(size));
    return windows(
      codes,
      context,
      Array.from(uniform, (u) => Math.floor(u * starts)),
    );
  };
}

/** Cuts consecutive windows from the beginning of the text. */
export function testWindows(codes: Int32Array, context: number): Dataset {
  const count = Math.min(TEST_WINDOWS, Math.floor((codes.length - 1) / context));
  return windows(
    codes,
    context,
    Array.from({ length: count }, (_, i) => i * context),
  );
}

function windows(codes: Int32Array, context: number, starts: number[]): Dataset {
  const cut = (shift: number): Int32Array => {
    const data = new Int32Array(starts.length * context);
    starts.forEach((start, i) => {
      data.set(codes.subarray(start + shift, start + shift + context), i * context);
    });
    return data;
  };
  const shape = [starts.length, context];
  return { x: { shape, data: cut(0) }, y: { shape, data: cut(1) } };
}
