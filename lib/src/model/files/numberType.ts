/** A type of numbers in a file, and how its bytes become floating-point numbers. */
export interface NumberType {
  /** Name as NumPy writes it. */
  name: string;
  bytes: number;
  /** Makes numbers from little-endian bytes. Absent for integers, which are no weights. */
  decode?: (bytes: Uint8Array<ArrayBuffer>) => Float32Array | Float64Array;
}

/** Types of numbers by their names. */
export const NUMBER_TYPES: Readonly<Record<string, NumberType>> = Object.fromEntries(
  (
    [
      { name: 'float64', bytes: 8, decode: (bytes) => new Float64Array(aligned(bytes, 8)) },
      { name: 'float32', bytes: 4, decode: (bytes) => new Float32Array(aligned(bytes, 4)) },
      { name: 'float16', bytes: 2, decode: (bytes) => fromTable(bytes, float16Table()) },
      { name: 'bfloat16', bytes: 2, decode: fromBfloat16 },
      { name: 'complex128', bytes: 16 },
      { name: 'complex64', bytes: 8 },
      { name: 'int64', bytes: 8 },
      { name: 'uint64', bytes: 8 },
      { name: 'int32', bytes: 4 },
      { name: 'uint32', bytes: 4 },
      { name: 'int16', bytes: 2 },
      { name: 'uint16', bytes: 2 },
      { name: 'int8', bytes: 1 },
      { name: 'uint8', bytes: 1 },
      { name: 'bool', bytes: 1 },
      { name: 'float8_e4m3', bytes: 1 },
      { name: 'float8_e5m2', bytes: 1 },
    ] satisfies NumberType[]
  ).map((type) => [type.name, type]),
);

/** Copies bytes only if typed arrays cannot begin where they do. */
function aligned(bytes: Uint8Array<ArrayBuffer>, size: number): ArrayBuffer {
  const isWhole = bytes.byteOffset % size === 0 && bytes.byteOffset === 0 && bytes.length === bytes.buffer.byteLength;
  return isWhole ? bytes.buffer : bytes.slice().buffer;
}

function fromTable(bytes: Uint8Array<ArrayBuffer>, table: Float32Array): Float32Array {
  const words = new Uint16Array(aligned(bytes, 2));
  const numbers = new Float32Array(words.length);
  for (let i = 0; i < words.length; i++) numbers[i] = table[words[i]];
  return numbers;
}

/** A bfloat16 is the upper half of a float32. */
function fromBfloat16(bytes: Uint8Array<ArrayBuffer>): Float32Array {
  const words = new Uint16Array(aligned(bytes, 2));
  const bits = new Uint32Array(words.length);
  for (let i = 0; i < words.length; i++) bits[i] = words[i] << 16;
  return new Float32Array(bits.buffer);
}

let table16: Float32Array | undefined;

/** All values of float16 by their bits. A table, because weights have millions of them. */
function float16Table(): Float32Array {
  table16 ??= Float32Array.from({ length: 65_536 }, (_, bits) => {
    const [sign, exponent, fraction] = [bits >> 15 ? -1 : 1, (bits >> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
  });
  return table16;
}
