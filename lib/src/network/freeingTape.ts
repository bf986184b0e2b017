import { dispose, engine } from '@tensorflow/tfjs-core';
import { extendTfjs } from '../backend/extendTfjs.js';

/** Runs a gradient of tfjs. If it throws, tfjs leaves on its tape what the operations kept for the backward pass; that is freed. */
export function freeingTape<T>(gradient: () => T): T {
  extendTfjs();
  try {
    return gradient();
  } catch (error) {
    const { gradientDepth, activeTape } = engine().state;
    if (gradientDepth === 0) for (const { saved } of activeTape ?? []) dispose(saved ?? []);
    throw error;
  }
}
