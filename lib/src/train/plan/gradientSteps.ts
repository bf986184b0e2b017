import { product } from '../../init/shape.js';
import { type Block, BlockPool } from './blocks.js';
import type { PlanNode } from './graph.js';

/** The backward pass of one node, and what happens with its gradient afterwards. */
export interface GradientStep {
  node: number;
  /** Gradient with respect to the output of the node. */
  dy: Block;
  /** Gradient with respect to its inputs, if it is needed. */
  dx: Block | undefined;
  /** Whether dx holds a gradient from other nodes, to which this one is added. */
  isAdded: boolean;
  /** Further inputs to which the gradient goes, each with a block that it is added or copied to. */
  handedOn: { to: Block; isAdded: boolean; size: number }[];
}

/**
 * Plans a backward pass: the steps, in reverse order of the nodes, and the blocks that hold the
 * gradients. A signal that several nodes use has the sum of their gradients.
 */
export function gradientSteps(
  nodes: readonly PlanNode[],
  isTrained: (node: PlanNode) => boolean,
): { steps: GradientStep[]; blocks: Block[]; output: Block } {
  const pool = new BlockPool();
  const isNeeded: boolean[] = [];
  for (const [i, node] of nodes.entries())
    isNeeded[i] = isTrained(node) || node.inputs.some((input) => isNeeded[input]);
  const sizes = nodes.map(({ operation }) => product(operation.shape));
  const gradients = new Map<number, Block>();
  const output = pool.take(sizes[nodes.length - 1]);
  gradients.set(nodes.length - 1, output);
  const steps: GradientStep[] = [];
  for (let node = nodes.length - 1; node >= 0; node--) {
    const dy = gradients.get(node);
    if (!isNeeded[node] || dy === undefined) continue;
    const { operation, inputs } = nodes[node];
    const receivers = inputs.filter((input) => isNeeded[input]);
    const size = sizes[inputs[0]];
    const sum = operation.addsGradient && receivers.length === 1 ? gradients.get(receivers[0]) : undefined;
    if (sum) {
      pool.giveBack(dy);
      steps.push({ node, dy, dx: sum, isAdded: true, handedOn: [] });
      continue;
    }
    const isReceived = receivers.length > 0;
    const dx = isReceived ? (operation.sharesGradient ? dy : pool.take(size)) : undefined;
    if (dx !== dy) pool.giveBack(dy);
    // One input without a gradient can have this block; to the others it is added or copied.
    const keeper = receivers.findIndex((input) => !gradients.has(input));
    const handedOn = receivers
      .filter((_, i) => i !== keeper)
      .map((input) => {
        const known = gradients.get(input) ?? (input === receivers[keeper] ? dx : undefined);
        const to = known ?? pool.take(size);
        gradients.set(input, to);
        return { to, isAdded: known !== undefined, size };
      });
    if (dx && keeper < 0) pool.giveBack(dx);
    else if (dx) gradients.set(receivers[keeper], dx);
    steps.push({ node, dy, dx, isAdded: false, handedOn });
  }
  return { steps, blocks: pool.blocks, output };
}
