import type { Judged } from '../../test/faults/score.js';

/**
 * Writes a table with a row for each kind of network, which says how often each judge was right.
 */
export function perNetwork(judged: readonly Judged[]): string {
  const titles = [...new Set(judged.map(({ title }) => title))];
  const rows = titles.map((title) => {
    const own = judged.filter((judgement) => judgement.title === title);
    const [{ expected, layer, severity }] = own;
    const finding = expected === 'none' ? '' : `${expected}${severity === 'note' ? ' (note)' : ''}`;
    return [
      title,
      finding,
      layer,
      share(own, ({ right }) => right),
      share(repairable(own), ({ repaired }) => repaired === true),
      share(trained(own), ({ learns }) => learns === true),
      own.filter(({ rules }) => rules.length > 0).length === 0
        ? '·'
        : `${own.filter(({ rules }) => rules.length > 0).length}: ${rulesOf(own)}`,
    ];
  });
  return markdown(
    ['network', 'finding', 'first layer', 'right', 'repaired', 'learns afterwards', 'fixed thresholds that fire'],
    rows,
  );
}

/** Writes a confusion matrix: rows are the true kinds, columns the kinds that were found. */
export function confusion(judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.flatMap(({ expected, found }) => [expected, found]))].sort();
  const count = (expected: string, found: string): string =>
    String(judged.filter((judgement) => judgement.expected === expected && judgement.found === found).length || '·');
  return markdown(
    ['true \\ found', ...kinds],
    kinds.map((expected) => [expected, ...kinds.map((found) => count(expected, found))]),
  );
}

/** Writes the shares that summarize the benchmark. */
export function summary(judged: readonly Judged[]): string {
  const [faulty, fair] = [
    judged.filter(({ expected }) => expected !== 'none'),
    judged.filter(({ expected }) => expected === 'none'),
  ];
  const isAlarmed = ({ rules }: Judged): boolean => rules.length > 0;
  return markdown(
    ['', 'initlab', 'fixed thresholds'],
    [
      ['any fault reported', percent(faulty, ({ found }) => found !== 'none'), percent(faulty, isAlarmed)],
      ['kind and first layer right', percent(faulty, ({ right }) => right), ''],
      ['false alarms on healthy networks', percent(fair, ({ right }) => !right), percent(fair, isAlarmed)],
      ['healthy after the repair', percent(repairable(faulty), ({ repaired }) => repaired === true), ''],
      ['learns afterwards', percent(trained(faulty), ({ learns }) => learns === true), ''],
    ],
  );
}

/** Lists the wrong judgements, one per line. */
export function wrongJudgements(judged: readonly Judged[]): string {
  return judged
    .filter(({ right, repaired, learns }) => !right || repaired === false || learns === false)
    .map(
      ({ title, seed, found, foundLayer, repaired, learns }) =>
        `- ${title}, seed ${seed}: ${found} ${foundLayer}${repaired === false ? ', not repaired' : ''}${learns === false ? ', does not learn' : ''}`,
    )
    .join('\n');
}

/** Selects the judgements on networks that were repaired, because their fault lies in the model. */
function repairable(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ repaired }) => repaired !== undefined);
}

function trained(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ learns }) => learns !== undefined);
}

function rulesOf(judged: readonly Judged[]): string {
  return [...new Set(judged.flatMap(({ rules }) => rules))].join(', ');
}

function share(judged: readonly Judged[], of: (judgement: Judged) => boolean): string {
  return judged.length === 0 ? '' : `${judged.filter(of).length}/${judged.length}`;
}

function percent(judged: readonly Judged[], of: (judgement: Judged) => boolean): string {
  const count = judged.filter(of).length;
  return `${count} of ${judged.length}, ${((100 * count) / judged.length).toFixed(1)} %`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
