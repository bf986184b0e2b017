/**
 * Writes the declarations for typed arrays, which differ only in their names and in the type of an
 * element.
 */
const TYPED_ARRAYS = ['Int8', 'Uint8', 'Uint8Clamped', 'Int16', 'Uint16', 'Int32', 'Uint32', 'Float32', 'Float64']
  .map((name) => declareTypedArray(`${name}Array`, 'number'))
  .concat(['BigInt64', 'BigUint64'].map((name) => declareTypedArray(`${name}Array`, 'bigint')));

/**
 * Declarations of the array methods of ES2023. Every supported Node.js has these methods, but the
 * engine's compiler, TypeScript 5.0, does not declare them.
 */
export const ARRAY_METHODS: string = `
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
${TYPED_ARRAYS.join('')}`;

function declareTypedArray(name: string, element: string): string {
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
