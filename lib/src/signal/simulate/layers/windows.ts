import type { Taps } from './taps.js';

/** The values under a window of some samples, as a matrix: a row for each position, `channels` columns for each element of the window. */
export interface Windows {
  readonly taps: Taps;
  readonly channels: number;
  readonly image: {
    /** The first of the samples. */
    readonly first: number;
    /** Numbers of a sample. */
    readonly size: number;
    /** All its channels, and the first of those that are taken. */
    readonly width: number;
    readonly channel: number;
  };
}

/** Copies the values to the matrix; padding is 0. */
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

/** Adds the matrix to where its values are from. */
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
