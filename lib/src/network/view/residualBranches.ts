import { hasMatrix } from './downstream.js';
import type { LayerCall } from './modelGraph.js';

/** A way from where a residual block begins to the layer that adds it to the shortcut. */
export interface ResidualBranch {
  /** Place of the adding call. */
  sum: number;
  /** Place of the call whose output the sum takes from this branch. */
  end: number;
  /** Places of its calls with a matrix of weights, in the order of execution. */
  matrices: number[];
  /** Those of them behind which there is no other in the branch: they write to the residual stream. */
  last: number[];
  /** The most of them that lie one behind the other. */
  depth: number;
}

/**
 * The residual branches of a model. An Add layer closes a residual block if the signals it adds come from one call, and one of them, the
 * shortcut, passes fewer layers with a matrix of weights than the others, one at most; the others are branches. Sums of embeddings are none.
 */
export function residualBranches(calls: readonly LayerCall[]): ResidualBranch[] {
  const ancestors = ancestorsOf(calls);
  return calls.flatMap(({ layer }, sum) => (layer.getClassName() === 'Add' ? branchesInto(calls, ancestors, sum) : []));
}

/** Of each call, itself and all that it depends on. */
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
  const counts = ways.map((way) => way.filter((i) => hasMatrix(calls[i])).length);
  const shortcut = Math.min(...counts);
  const embeds = ways.some((way) => way.some((i) => calls[i].layer.getClassName() === 'Embedding'));
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
  const matrices = way.filter((i) => hasMatrix(calls[i]));
  const last = matrices.filter((i) => !matrices.some((other) => other !== i && ancestors[other].has(i)));
  const depths = new Map<number, number>();
  for (const i of matrices)
    depths.set(
      i,
      1 + Math.max(0, ...matrices.filter((j) => j < i && ancestors[i].has(j)).map((j) => depths.get(j) ?? 0)),
    );
  return { sum, end, matrices, last, depth: Math.max(...depths.values()) };
}
