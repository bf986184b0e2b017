import type { NumberArray } from '../../../foundation/numberArray.js';
import type { Evidence } from '../../evidence/evidence.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';
import type { FindingDraft } from '../../finding.js';
import type { Check } from '../check.js';

/** Rows from which on sorted labels are no accident. */
const LEAST_ROWS = 32;
/** Share of the changes between neighbours that shuffled labels would have. */
const SORTED_SHARE = 0.1;

/**
 * Recognizes rows that are sorted by class. If a class is missing too, the rows were split before
 * they were shuffled, and the rest cannot be learned. Otherwise it only matters whether training
 * shuffles them, which is not known here.
 */
export const dataOrder: Check = {
  kinds: ['dataOrder'],
  stage: 'remarks',
  explains: [],
  run: (evidence) => evidence.outputs.flatMap((output, i) => judge(evidence, output, evidence.allTargets[i])),
};

function judge({ view }: Evidence, output: ExaminedOutput, targets: NumberArray): FindingDraft[] {
  const { loss, units, hasPositions, hasRows, call } = output;
  if (hasPositions || targets.shape[0] < LEAST_ROWS) return [];
  // Other losses learn classes as well. Numbers and several labels at once are no classes.
  const areClasses = loss.facts?.family === 'crossEntropy' || isOneHot(targets.data, units);
  if (!areClasses && !(loss.facts?.family === 'binaryCrossEntropy' && units === 1)) return [];
  const labels = labelsOf(targets.data, units, hasRows);
  const counts = new Map<number, number>();
  for (const label of labels) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    if (counts.size > labels.length / 8) return [];
  }
  if (counts.size < 2) return [];
  const same = [...counts.values()].reduce((sum, count) => sum + (count / labels.length) ** 2, 0);
  const expected = (labels.length - 1) * (1 - same);
  const changes = labels.reduce((sum, label, i) => sum + Number(i > 0 && label !== labels[i - 1]), 0);
  if (changes > SORTED_SHARE * expected || expected < 8) return [];
  const missing = missingAtEnd(labels, counts, units);
  const isCut = missing.length > 0;
  return [
    {
      kind: 'dataOrder',
      ...(!isCut && { severity: 'note' as const }),
      layer: view.inputs.length === 1 ? view.calls[view.inputs[0].call].name : view.calls[call].name,
      quantity: 'changes of the class from one row to the next',
      observed: changes,
      expected: Math.round(expected),
      band: [SORTED_SHARE * expected, labels.length - 1],
      why: isCut
        ? `Shuffle all rows before you split them. The rows are sorted by class, and class ${missing.join(', ')} does not occur. If these are all your rows, that class was probably split off from the end; otherwise pass rows of all classes.`
        : 'Shuffle the rows before you split or train. They are sorted by class, so a part that is split off has other classes than the rest, and batches in this order have only one class each.',
      repair: [{ type: 'shuffle' }],
    },
  ];
}

/**
 * Lists the classes that continue the order of sorted rows but do not occur: those above the last
 * class of ascending rows, or below the last one of descending rows.
 */
function missingAtEnd(labels: readonly number[], counts: ReadonlyMap<number, number>, units: number): number[] {
  const [first, last] = [labels[0], labels[labels.length - 1]];
  const absent = Array.from({ length: units }, (_, label) => label).filter((label) => !counts.has(label));
  const isAtEnd = absent.every((label) => (first < last ? label > last : label < last));
  return isAtEnd && absent.length < counts.size ? absent : [];
}

/** Checks whether every row has a single 1 and is otherwise 0. */
function isOneHot(data: ArrayLike<number>, units: number): boolean {
  if (units === 1 || !Array.from(data).every((value) => value === 0 || value === 1)) return false;
  return Array.from({ length: data.length / units }).every((_, row) => {
    let sum = 0;
    for (let i = 0; i < units; i++) sum += data[row * units + i];
    return sum === 1;
  });
}

/** The class of each row: its number, or the place of the largest of its targets. */
function labelsOf(data: ArrayLike<number>, units: number, hasRows: boolean): number[] {
  if (!hasRows || units === 1) return Array.from(data);
  return Array.from({ length: data.length / units }, (_, row) => {
    let best = 0;
    for (let i = 1; i < units; i++) if (data[row * units + i] > data[row * units + best]) best = i;
    return best;
  });
}
