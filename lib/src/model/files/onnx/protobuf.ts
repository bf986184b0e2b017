import type { PbfReader } from 'pbf';

/** Wire type of fields with a length: text, bytes, messages and packed numbers. */
const WITH_LENGTH = 2;

/** Reads the length of a field and returns its end. Throws if the field is longer than the file. */
function endOf(reader: PbfReader): number {
  const length = reader.readVarint();
  const end = reader.pos + length;
  if (reader.type === WITH_LENGTH && length >= 0 && end <= reader.length) return end;
  throw new Error('a field is longer than the file');
}

export function readMessage<T>(
  reader: PbfReader,
  result: T,
  readField: (tag: number, result: T, reader: PbfReader) => void,
): T {
  const end = endOf(reader);
  reader.readFields(readField, result, end);
  if (reader.pos !== end) throw new Error('a message is longer than it says');
  return result;
}

/** Reads bytes without copying them. */
export function readBytes(reader: PbfReader): Uint8Array {
  const end = endOf(reader);
  const bytes = reader.buf.subarray(reader.pos, end);
  reader.pos = end;
  return bytes;
}

export function readText(reader: PbfReader): string {
  return new TextDecoder().decode(readBytes(reader));
}

/** Appends whole numbers, which may be packed into one field. */
export function readIntegers(reader: PbfReader, numbers: number[]): void {
  if (reader.type !== WITH_LENGTH) {
    numbers.push(reader.readVarint(true));
    return;
  }
  const end = endOf(reader);
  while (reader.pos < end) numbers.push(reader.readVarint(true));
}

/** Appends floating-point numbers of 4 or 8 bytes, which may be packed into one field. */
export function readFloats(reader: PbfReader, numbers: number[], bytes: 4 | 8): void {
  const read = (): number => (bytes === 4 ? reader.readFloat() : reader.readDouble());
  if (reader.type !== WITH_LENGTH) {
    numbers.push(read());
    return;
  }
  const end = endOf(reader);
  if ((end - reader.pos) % bytes !== 0) throw new Error('packed numbers end within a number');
  while (reader.pos < end) numbers.push(read());
}
