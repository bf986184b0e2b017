import { dispose, engine } from '#tfjs-core';
import { extendTfjs } from '../backend/extendTfjs.js';

/**
 * Runs a gradient of tfjs. If the gradient throws, tfjs leaves the tensors for the backward pass on
 * its tape; this wrapper disposes them.
 */
export function withTapeFreed<T>(gradient: () => T): T {
  extendTfjs();
  try {
    return gradient();
  } catch (error) {
    const { gradientDepth, activeTape } = engine().state;
    if (gradientDepth === 0) for (const { saved } of activeTape ?? []) dispose(saved ?? []);
    throw error;
  }
}
