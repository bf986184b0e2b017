interface Tensor {
  dtype: string;
  shape: number[];
  bytes: Uint8Array;
}

/** Writes a safetensors file by its specification: the numbers follow the header. */
export function safetensors(
  tensors: Record<string, Tensor>,
  change: (header: Header) => unknown = (h) => h,
): Uint8Array {
  const header: Header = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, { dtype, shape, bytes }] of Object.entries(tensors)) {
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
  }
  const text = new TextEncoder().encode(JSON.stringify(change(header)));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}

// biome-ignore lint/suspicious/noExplicitAny: tests write headers that break the rules
type Header = Record<string, any>;

export function float32(values: readonly number[], shape: number[] = [values.length]): Tensor {
  return { dtype: 'F32', shape, bytes: new Uint8Array(Float32Array.from(values).buffer) };
}
