import type { Judged } from '../../test/diagnose/score.js';

/** A line for the networks of one kind. */
export function perFault(title: string, judged: readonly Judged[]): string {
  const right = judged.filter((one) => one.right).length;
  const repaired = judged.filter(({ repaired: done }) => done !== undefined);
  const repairs =
    repaired.length === 0 ? '' : `, repaired ${repaired.filter((one) => one.repaired).length}/${repaired.length}`;
  const told = judged.filter(({ rules }) => rules.length > 0).length;
  const wrong = judged.flatMap(({ right: ok, seed, found, foundLayer }) =>
    ok ? [] : `${seed}: ${found} ${foundLayer}`,
  );
  const detail = wrong.length > 0 ? ` (${wrong.slice(0, 4).join('; ')})` : '';
  return `${title}: right ${right}/${judged.length}${repairs}; absolute rules fire ${told}/${judged.length}${detail}`;
}

/** Rows: the kind that is right; columns: the kind that was found. */
export function confusion(judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.flatMap(({ expected, found }) => [expected, found]))].sort();
  const count = (expected: string, found: string): string =>
    String(judged.filter((one) => one.expected === expected && one.found === found).length || '.');
  const lines = [
    ['', ...kinds],
    ...kinds.map((expected) => [expected, ...kinds.map((found) => count(expected, found))]),
  ];
  const widths = lines[0].map((_, i) => Math.max(...lines.map((line) => line[i].length)));
  return lines
    .map((line) => line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '))
    .join('\n');
}

/** The shares that count. */
export function summary(judged: readonly Judged[]): string {
  const [faulty, fair] = [judged.filter(({ layer }) => layer !== ''), judged.filter(({ layer }) => layer === '')];
  const repaired = faulty.filter((one) => one.repaired !== undefined);
  const share = (list: readonly Judged[], of: (one: Judged) => boolean): string =>
    `${list.filter(of).length} of ${list.length} (${((100 * list.filter(of).length) / list.length).toFixed(1)} %)`;
  return [
    `kind and first layer right: ${share(faulty, ({ right }) => right)}`,
    `a fault seen at all: ${share(faulty, ({ found }) => found !== 'none')}; by absolute rules: ${share(faulty, ({ rules }) => rules.length > 0)}`,
    `false alarms on healthy networks: ${share(fair, ({ right }) => !right)}; by absolute rules: ${share(fair, ({ rules }) => rules.length > 0)}`,
    `repaired, of those with a repair in the weights: ${share(repaired, (one) => one.repaired === true)}`,
  ].join('\n');
}
