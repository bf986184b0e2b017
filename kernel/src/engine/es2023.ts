/** One declaration per typed array; they differ in nothing but the name. */
const typedArrays = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64']
  .map((name) => typedArray(`${name}Array`, 'number'))
  .concat(['BigInt64', 'BigUint64'].map((name) => typedArray(`${name}Array`, 'bigint')));

/**
 * The array methods of ES2023 that TypeScript 5.0, the compiler in the engine, has no declarations for.
 * Every supported Node.js has them.
 */
export const arrayMethods: string = `
interface Array<T> {
  /** A copy in reverse order. */
  toReversed(): T[];
  /** A sorted copy. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** A copy with \`deleteCount\` elements from \`start\` replaced by \`items\`. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** A copy with the element at \`index\` replaced. */
  with(index: number, value: T): T[];
}
interface ReadonlyArray<T> {
  /** A copy in reverse order. */
  toReversed(): T[];
  /** A sorted copy. */
  toSorted(compareFn?: (a: T, b: T) => number): T[];
  /** A copy with \`deleteCount\` elements from \`start\` replaced by \`items\`. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** A copy with the element at \`index\` replaced. */
  with(index: number, value: T): T[];
}
${typedArrays.join('')}`;

function typedArray(name: string, element: string): string {
  return `interface ${name} {
  /** A copy in reverse order. */
  toReversed(): ${name};
  /** A sorted copy. */
  toSorted(compareFn?: (a: ${element}, b: ${element}) => number): ${name};
  /** A copy with the element at \`index\` replaced. */
  with(index: number, value: ${element}): ${name};
}
`;
}
