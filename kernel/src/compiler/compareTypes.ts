import type { Candidate } from './names.js';

/** A type that is `true` if the checker cannot tell the other two apart, not even from `any`. */
const IS_SAME =
  'type IsSame<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;';

/**
 * Writes code that has a type error if two cells give their names different types. Returns
 * undefined if code cannot compare them: a generic type, or the types inside a namespace.
 */
export function compareTypes({ cell, past, declared }: Candidate): string | undefined {
  if (declared.some(({ isType, isGeneric, kind }) => (isType && isGeneric) || kind === 'namespace')) return undefined;
  const pairs = declared.flatMap(({ name, isValue, isType }) => [
    ...(isValue ? [`IsSame<typeof a.${name}, typeof b.${name}>`] : []),
    ...(isType ? [`IsSame<a.${name}, b.${name}>`] : []),
  ]);
  return [
    `import * as a from "cell:${cell}";`,
    `import * as b from "cell:${past}";`,
    IS_SAME,
    `export const same: [${pairs.join(', ')}] = [${pairs.map(() => 'true').join(', ')}];`,
  ].join('\n');
}
