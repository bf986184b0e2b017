import type { Evidence } from '../../evidence/evidence.js';
import type { Scan } from '../../evidence/scan.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/** Recognizes NaN and infinite numbers in any row of the inputs or of the targets. */
export const nonFiniteData: Check = {
  kinds: ['nonFinite'],
  stage: 'data',
  explains: ['input', 'targets'],
  run(evidence) {
    const { view, all } = evidence;
    const inputs = all.x.flatMap((scan, i) => judge(evidence, scan, view.inputs[i].call, 'x'));
    const targets = all.y.flatMap((scan, i) => judge(evidence, scan, view.outputs[i].call, 'y'));
    return [...inputs, ...targets].slice(0, 1);
  },
};

function judge({ view }: Evidence, scan: Scan, call: number, what: 'x' | 'y'): FindingDraft[] {
  const { firstBad, badRows, shape } = scan;
  if (firstBad === undefined) return [];
  const { row, column, value } = firstBad;
  const isTable = shape.length <= 2;
  const place = isTable ? `column ${column}` : `number ${column}`;
  const count = badRows.length === 1 ? 'This is the only such row' : `${badRows.length} rows have such numbers`;
  return [
    {
      kind: 'nonFinite',
      layer: view.calls[call].name,
      quantity: `rows of ${what} with a NaN or an infinite number`,
      observed: badRows.length,
      expected: 0,
      band: [0, 0],
      why: `Leave out the rows with missing numbers, or fill them in. Row ${row} of ${what} has ${value} in ${place}, both counted from 0. ${count} among ${shape[0]}. One of them makes the loss of its batch NaN, and one step later every weight.`,
      repair: [{ type: 'leaveOutRows' }],
    },
  ];
}
