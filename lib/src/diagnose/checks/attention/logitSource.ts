import { isProduct } from '../../../network/view/attention.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedMatrix } from '../../matrices/examinedMatrix.js';

/** The layers that make the logits of an attention. */
export interface LogitSource {
  /** The call that makes the logits: a product of queries and keys, or the attention itself. */
  call: number;
  /** The weights of queries and keys, or of the layer that makes the logits without a product. */
  matrices: ExaminedMatrix[];
  /** Whether the logits are a product of two signals. */
  isProduct: boolean;
  /** Number of elements that a product sums. Absent if a layer of your own hides it. */
  size?: number;
}

/** Finds the layers that make the logits of an attention, by the call that applies its softmax. */
export function logitSource(evidence: Evidence, softmax: number): LogitSource {
  const { view, trace, matrices } = evidence;
  const isHidden = (call: number): boolean => view.calls[call].kind.operation === 'unknown';
  const passed: number[] = [];
  const found = new Set<number>();
  const walk = (call: number): void => {
    if (passed.includes(call)) return;
    passed.push(call);
    const isSource = matrices.some((matrix) => matrix.call === call);
    if (isSource) found.add(call);
    else for (const from of view.calls[call].inputs) walk(from);
  };
  walk(softmax);
  const product = passed.find((call) => isProduct(view.calls[call]));
  const [query] = product === undefined ? [] : view.calls[product].inputs;
  return {
    call: product ?? softmax,
    matrices: matrices.filter(({ call, weight }) => found.has(call) && weight !== 'recurrent'),
    isProduct: product !== undefined || isHidden(softmax),
    ...(query !== undefined && { size: trace.layers[query].width }),
  };
}
