import type { Taps } from './taps.js';

/**
 * Values under the windows of some samples as a matrix. It has a row for each position, and
 * `channels` columns for each element of the window.
 */
export interface Windows {
  readonly taps: Taps;
  readonly channels: number;
  readonly image: {
    /** Offset of the first sample. */
    readonly first: number;
    /** Count of numbers in a sample. */
    readonly size: number;
    /** Total number of channels, and index of the first channel to copy. */
    readonly width: number;
    readonly channel: number;
  };
}

/** Copies the values into the matrix, with 0 in the padding. */
export function gather(
  { taps, channels, image }: Windows,
  input: Float32Array,
  matrix: Float32Array,
  samples: number,
): void {
  let at = 0;
  for (let sample = image.first; sample < image.first + samples; sample++) {
    const base = sample * image.size + image.channel;
    for (let tap = 0; tap < taps.from.length; tap++) {
      const position = taps.from[tap];
      const from = base + position * image.width;
      if (position < 0) for (let c = 0; c < channels; c++) matrix[at++] = 0;
      else for (let c = 0; c < channels; c++) matrix[at++] = input[from + c];
    }
  }
}

/** Adds the values of the matrix to the places where they came from. */
export function scatter(
  { taps, channels, image }: Windows,
  matrix: Float32Array,
  into: Float32Array,
  samples: number,
): void {
  let at = 0;
  for (let sample = image.first; sample < image.first + samples; sample++) {
    const base = sample * image.size + image.channel;
    for (let tap = 0; tap < taps.from.length; tap++, at += channels) {
      const position = taps.from[tap];
      if (position < 0) continue;
      const to = base + position * image.width;
      for (let c = 0; c < channels; c++) into[to + c] += matrix[at + c];
    }
  }
}
