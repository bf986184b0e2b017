/** Writes an array as `numpy.save` does. `shape` is a tuple of Python. */
export function npy(type: string, shape: string, data: ArrayBufferView, version = 1, fortran = 'False'): Uint8Array {
  const text = `{'descr': '${type}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
  const start = version === 1 ? 10 : 12;
  const header = `${text.padEnd(64 * Math.ceil((start + text.length + 1) / 64) - start - 1)}\n`;
  const prefix = Buffer.alloc(start);
  prefix.set([0x93, ...Buffer.from('NUMPY'), version, 0]);
  if (version === 1) prefix.writeUInt16LE(header.length, 8);
  else prefix.writeUInt32LE(header.length, 8);
  const numbers = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  return new Uint8Array(Buffer.concat([prefix, Buffer.from(header, 'latin1'), numbers]));
}
