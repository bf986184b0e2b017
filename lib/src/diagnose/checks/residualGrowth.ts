import { scaleResiduals } from '../../model/residual/scaleResiduals.js';
import type { Examination } from '../evidence/examine.js';
import { type Finding, finding } from '../finding.js';

/**
 * A residual stream that grows with a power of its depth, not with its depth.
 *
 * @param slack how many times larger it may be than one that grows by a unit a block
 */
export function residualGrowth(examined: Examination, slack = 4): Finding[] {
  const { view, trace, model } = examined;
  const { branches } = view;
  if (branches.length < 2) return [];
  const sums = [...new Set(branches.map(({ sum }) => sum))];
  const size = (call: number): number => trace.layers[call].activation.secondMoment;
  const start = Math.max(...view.calls[sums[0]].inputs.map(size));
  const last = size(sums[sums.length - 1]);
  const high = slack * (1 + sums.length);
  if (!(last / start > high)) return [];
  return [
    finding({
      kind: 'residualGrowth',
      layer: trace.layers[sums[0]].name,
      quantity: 'E a² of the residual stream, last over first',
      observed: last / start,
      expected: 1 + sums.length,
      band: [0, high],
      why: `Each of ${sums.length} blocks adds a branch as large as the stream it is added to, so that the stream grows by a factor a block. Branches that begin small keep it.`,
      repair: { imports: ['scaleResiduals'], code: 'scaleResiduals(model);', apply: () => void scaleResiduals(model) },
    }),
  ];
}
