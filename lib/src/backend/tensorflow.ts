import { findBackend } from '#tfjs-core';
import { isNotInstalled } from '../foundation/notInstalled.js';

/**
 * Loads TensorFlow's C library through tfjs-node. If that fails, the error says why in one line.
 */
export async function loadTensorflow(): Promise<() => string> {
  // Loading them this way keeps Node's modules and tfjs-node out of a browser's bundle.
  const builtin = globalThis.process?.getBuiltinModule;
  if (builtin === undefined) throw new Error('it needs Node, and this is a browser');
  repairUtil(builtin('node:util'));
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // Without this, newer versions print a notice that cannot be turned off in any other way, and sum
  // in a different order.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  // The program may have loaded it, or its variant for graphics processors.
  if (findBackend('tensorflow')) return () => 'tensorflow, which the program has loaded';
  try {
    builtin('node:module').createRequire(import.meta.url)('@tensorflow/tfjs-node');
  } catch (error) {
    throw new Error(reason(error as Error));
  }
  if (!findBackend('tensorflow')) throw new Error('@tensorflow/tfjs-node uses another copy of @tensorflow/tfjs-core');
  return () => 'tensorflow (tfjs-node)';
}

/**
 * Restores a function that tfjs-node 4.22 needs. Node 23 removed it, and Node 22 warns about it.
 */
function repairUtil(util: { isNullOrUndefined?: (value: unknown) => boolean }): void {
  util.isNullOrUndefined = (value) => value === null || value === undefined;
}

function reason(error: Error): string {
  if (isNotInstalled('@tensorflow/tfjs-node', error)) return '@tensorflow/tfjs-node is not installed';
  const { message } = error;
  if (message.includes('can not be found')) return '@tensorflow/tfjs-node is installed without its native addon';
  return `@tensorflow/tfjs-node does not load: ${message}`;
}
