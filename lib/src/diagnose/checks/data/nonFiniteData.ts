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
  const isEverywhere = badRows.length === shape[0];
  const advice = !isEverywhere
    ? 'Leave out the rows with missing numbers, or fill them in.'
    : what === 'y'
      ? 'Find out why every row of y has such a number. A missing target cannot be filled in.'
      : `Find out why every row of ${what} has such a number, and replace it by 0. Often a column that is the same for all samples was divided by its standard deviation, which is 0: add 1e-6 to the deviation.`;
  return [
    {
      kind: 'nonFinite',
      layer: view.calls[call].name,
      quantity: `rows of ${what} with a NaN or an infinite number`,
      observed: badRows.length,
      expected: 0,
      band: [0, 0],
      why: `${advice} Row ${row} of ${what} has ${value} in ${place}, both counted from 0. ${count} among ${shape[0]}. One of them makes the loss of its batch NaN, and one step later every weight.`,
      repair: [isEverywhere ? (what === 'x' ? { type: 'fillIn' } : { type: 'countLabels' }) : { type: 'leaveOutRows' }],
    },
  ];
}
