import type { Node } from 'typescript';
import type { Problem, TypeScript } from './types.js';

/**
 * Depth up to which types are checked. For each name, the checker goes through all that is around
 * it, so a long sum takes it the square of its length: seconds for two thousand terms.
 */
export const MAX_CHECKED_DEPTH = 2000;

/** Depth up to which code is compiled, which takes about the square of the depth as well. */
export const MAX_DEPTH = 10_000;

/** The fault of code that is nested more deeply than {@link MAX_DEPTH}. */
export const TOO_DEEP: Problem = {
  message: `This code is nested more than ${MAX_DEPTH} levels deep; each term of a sum is a level. Use a loop or several statements.`,
  start: 0,
  length: 1,
};

/**
 * Counts how deeply code is nested. A sum is nested as deeply as it has terms. The result is 0 for
 * code that is too short to be nested deeply, and infinite if the parser's stack is too small.
 */
export function depthOf(ts: TypeScript, source: string, fileName: string): number {
  if (source.length <= MAX_CHECKED_DEPTH) return 0;
  let depth = 0;
  for (let level = parse(ts, source, fileName); level.length > 0; depth++) {
    const below: Node[] = [];
    for (const node of level) ts.forEachChild(node, (child) => void below.push(child));
    level = below;
  }
  return depth === 0 ? Number.POSITIVE_INFINITY : depth;
}

/** Returns the parsed file, or nothing if it is nested too deeply for the parser. */
function parse(ts: TypeScript, source: string, fileName: string): Node[] {
  try {
    return [ts.createSourceFile(fileName, source, ts.ScriptTarget.Latest)];
  } catch (error) {
    if (error instanceof RangeError) return [];
    throw error;
  }
}
