import type { Activation } from './elementwise.js';

/** Activations that are piecewise polynomial. */

/** The identity. */
export function linear(): Activation {
  return { name: 'linear', f: (z) => z, df: () => 1, slopes: [1, 1] };
}

export function relu(): Activation {
  return { name: 'relu', f: (z) => Math.max(z, 0), df: (z) => step(z, 0, 1), kinks: [0], slopes: [0, 1] };
}

export function leakyRelu(slope: number): Activation {
  return {
    name: 'leakyRelu',
    f: (z) => (z < 0 ? slope * z : z),
    df: (z) => step(z, slope, 1),
    kinks: [0],
    slopes: [slope, 1],
  };
}

export function squaredRelu(): Activation {
  return { name: 'squaredRelu', f: (z) => Math.max(z, 0) ** 2, df: (z) => 2 * Math.max(z, 0), kinks: [0] };
}

export function relu6(): Activation {
  return clippedLine('relu6', 1, 0, [0, 6]);
}

export function hardtanh(): Activation {
  return clippedLine('hardtanh', 1, 0, [-1, 1]);
}

export function hardSigmoid(): Activation {
  return clippedLine('hardSigmoid', 0.2, 0.5, [0, 1]);
}

/** Clips slope·z + offset to [low, high]. */
function clippedLine(name: string, slope: number, offset: number, [low, high]: [number, number]): Activation {
  const [first, last] = [(low - offset) / slope, (high - offset) / slope];
  return {
    name,
    f: (z) => Math.min(Math.max(slope * z + offset, low), high),
    df: (z) => (z <= first ? 0 : step(z - last, slope, 0)),
    kinks: [first, last],
    range: [low, high],
  };
}

function step(z: number, left: number, right: number): number {
  return z > 0 ? right : z <= 0 ? left : Number.NaN;
}
