import { isAbsolute, posix } from 'node:path';
import type { io } from '@tensorflow/tfjs-core';
import { describe, quoted } from '../../foundation/argument.js';
import { product } from '../../init/shape.js';
import { UsageError } from '../command.js';

/** Bytes per number of each type that tfjs writes. */
const DTYPE_BYTES: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  complex64: 8,
  float16: 2,
  uint16: 2,
  uint8: 1,
};

/**
 * Checks the list of weights in a model.json. A model may come from anywhere, so its files have to
 * be below its own folder, and nothing is read before its sizes are known.
 *
 * @throws UsageError that names the first entry that does not fit
 */
export function checkManifest(manifest: unknown, file: string): io.WeightsManifestConfig {
  const fail = (where: string, value: unknown, allowed: string): never => {
    throw new UsageError(`${file}: ${where} is ${describe(value)}; it must be ${allowed}. Save the model again.`);
  };
  if (!Array.isArray(manifest)) return fail('weightsManifest', manifest, 'a list of groups');
  for (const [i, group] of manifest.entries()) {
    const at = `weightsManifest[${i}]`;
    if (!isRecord(group)) return fail(at, group, 'a group of paths and weights');
    const { paths, weights } = group;
    if (!Array.isArray(paths)) return fail(`${at}.paths`, paths, 'a list of file names');
    for (const path of paths)
      if (!isBelow(path)) return fail(`${at}.paths`, path, 'the name of a file in the folder of the model');
    if (!Array.isArray(weights)) return fail(`${at}.weights`, weights, 'a list of weights');
    for (const [k, weight] of weights.entries()) {
      const of = `${at}.weights[${k}]`;
      if (!isRecord(weight)) return fail(of, weight, 'a weight with name, shape and dtype');
      const { name, shape, quantization } = weight;
      if (typeof name !== 'string') return fail(`${of}.name`, name, 'a text');
      if (!isShape(shape)) return fail(`${of}.shape`, shape, 'a list of whole numbers');
      if (quantization !== undefined && !isRecord(quantization))
        return fail(`${of}.quantization`, quantization, 'an object');
      bytesOf(weight as unknown as io.WeightsManifestEntry);
    }
  }
  return manifest as io.WeightsManifestConfig;
}

/** Number of bytes of a weight in its file. */
export function bytesOf({ name, shape, dtype, quantization }: io.WeightsManifestEntry): number {
  const type = quantization?.dtype ?? dtype;
  if (typeof type === 'string' && Object.hasOwn(DTYPE_BYTES, type))
    return shape.reduce((product, n) => product * n, DTYPE_BYTES[type]);
  throw new UsageError(
    `model.json: weight ${quoted(name)} is of type ${typeof type === 'string' ? quoted(type).slice(1, -1) : type}; allowed: ${Object.keys(DTYPE_BYTES).join(', ')}.`,
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isShape(shape: unknown): boolean {
  if (!Array.isArray(shape) || !shape.every((size) => Number.isSafeInteger(size) && size >= 0)) return false;
  return Number.isSafeInteger(product(shape));
}

/** Checks whether a path, as it is written in model.json, stays inside the folder. */
function isBelow(path: unknown): boolean {
  if (typeof path !== 'string' || path === '' || path.includes('\0') || path.includes('\\')) return false;
  const normal = posix.normalize(path);
  return !isAbsolute(path) && normal !== '.' && normal !== '..' && !normal.startsWith('../');
}
