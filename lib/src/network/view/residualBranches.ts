import type { LayerCall } from './modelGraph.js';

/** A path from the start of a residual block to the layer that adds it to the shortcut. */
export interface ResidualBranch {
  /** Index of the adding call. */
  sum: number;
  /** Index of the call whose output the sum takes from this branch. */
  end: number;
  /** Indices of its calls with a weight matrix, in the order of execution. */
  matrices: number[];
  /**
   * The entries of `matrices` that no other matrix of the branch follows. They write to the
   * residual stream.
   */
  last: number[];
  /** Largest number of matrices on one path through the branch. */
  depth: number;
}

/**
 * Finds the residual branches of a model. An Add layer closes a residual block if all its inputs
 * come from one call and one of them, the shortcut, passes at most one layer with a weight matrix,
 * and fewer than the others. The others are branches. A sum of embeddings closes no block.
 */
export function residualBranches(calls: readonly LayerCall[]): ResidualBranch[] {
  const ancestors = ancestorsOf(calls);
  return calls.flatMap(({ kind }, sum) => (kind.operation === 'add' ? branchesInto(calls, ancestors, sum) : []));
}

/** Collects, for each call, the call itself and all calls that it depends on. */
function ancestorsOf(calls: readonly LayerCall[]): Set<number>[] {
  const ancestors: Set<number>[] = [];
  for (const [i, { inputs }] of calls.entries())
    ancestors.push(new Set([i, ...inputs.flatMap((from) => [...ancestors[from]])]));
  return ancestors;
}

function branchesInto(calls: readonly LayerCall[], ancestors: readonly Set<number>[], sum: number): ResidualBranch[] {
  const ends = calls[sum].inputs;
  const common = [...ancestors[ends[0]]].filter((i) => ends.every((end) => ancestors[end].has(i)));
  if (common.length === 0) return [];
  const start = ancestors[Math.max(...common)];
  const ways = ends.map((end) => [...ancestors[end]].filter((i) => !start.has(i)).sort((a, b) => a - b));
  const counts = ways.map((way) => way.filter((i) => calls[i].hasMatrix).length);
  const shortcut = Math.min(...counts);
  const embeds = ways.some((way) => way.some((i) => calls[i].kind.operation === 'embedding'));
  if (shortcut > 1 || embeds || counts.filter((count) => count === shortcut).length > 1) return [];
  return ways.flatMap((way, k) => (counts[k] === shortcut ? [] : [branch(calls, ancestors, sum, ends[k], way)]));
}

function branch(
  calls: readonly LayerCall[],
  ancestors: readonly Set<number>[],
  sum: number,
  end: number,
  way: readonly number[],
): ResidualBranch {
  const matrices = way.filter((i) => calls[i].hasMatrix);
  const last = matrices.filter((i) => !matrices.some((other) => other !== i && ancestors[other].has(i)));
  const depths = new Map<number, number>();
  for (const i of matrices)
    depths.set(
      i,
      1 + Math.max(0, ...matrices.filter((j) => j < i && ancestors[i].has(j)).map((j) => depths.get(j) ?? 0)),
    );
  return { sum, end, matrices, last, depth: Math.max(...depths.values()) };
}
