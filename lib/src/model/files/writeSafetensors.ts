import { builtin } from '../../foundation/builtin.js';

/** A tensor to write, as float32. */
export interface NamedTensor {
  name: string;
  shape: readonly number[];
  data: Float32Array;
}

/** Number of bytes at whose multiples the numbers begin, as the format recommends. */
const ALIGNMENT = 8;

/**
 * Writes tensors as a safetensors file. The file appears under its name only when it is complete.
 *
 * @throws Error if it cannot be written
 */
export function writeSafetensors(path: string, tensors: readonly NamedTensor[]): void {
  const { closeSync, openSync, renameSync, rmSync, writeSync } = builtin('node:fs');
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const { name, shape, data } of tensors) {
    header[name] = { dtype: 'F32', shape, data_offsets: [end, end + data.byteLength] };
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const padded = new Uint8Array(Math.ceil(text.length / ALIGNMENT) * ALIGNMENT).fill(0x20);
  padded.set(text);
  const length = new Uint8Array(new BigUint64Array([BigInt(padded.length)]).buffer);
  const unfinished = `${path}.unfinished`;
  const file = openSync(unfinished, 'w');
  try {
    for (const part of [
      length,
      padded,
      ...tensors.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength)),
    ])
      for (let done = 0; done < part.length; ) done += writeSync(file, part, done);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
}
