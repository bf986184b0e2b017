import { writeWhole } from '../../foundation/writeWhole.js';

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
  const numbers = tensors.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  writeWhole(path, length, padded, ...numbers);
}
