import type { Judged } from '../../test/faults/score.js';

/** A row for each kind of network: how often each judge was right. */
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
      share(mendable(own), ({ repaired }) => repaired === true),
      share(trained(own), ({ learns }) => learns === true),
      own.filter(({ rules }) => rules.length > 0).length === 0
        ? '·'
        : `${own.filter(({ rules }) => rules.length > 0).length}: ${rulesOf(own)}`,
    ];
  });
  return markdown(['network', 'finding', 'from', 'right', 'repaired', 'learns then', 'absolute rules that fire'], rows);
}

/** Rows: the kind that is right; columns: the kind that was found. */
export function confusion(judged: readonly Judged[]): string {
  const kinds = [...new Set(judged.flatMap(({ expected, found }) => [expected, found]))].sort();
  const count = (expected: string, found: string): string =>
    String(judged.filter((judgement) => judgement.expected === expected && judgement.found === found).length || '·');
  return markdown(
    ['right \\ found', ...kinds],
    kinds.map((expected) => [expected, ...kinds.map((found) => count(expected, found))]),
  );
}

/** The shares that count. */
export function summary(judged: readonly Judged[]): string {
  const [faulty, fair] = [
    judged.filter(({ expected }) => expected !== 'none'),
    judged.filter(({ expected }) => expected === 'none'),
  ];
  const told = ({ rules }: Judged): boolean => rules.length > 0;
  return markdown(
    ['', 'initlab', 'absolute rules'],
    [
      ['a fault seen at all', percent(faulty, ({ found }) => found !== 'none'), percent(faulty, told)],
      ['its kind and first layer right', percent(faulty, ({ right }) => right), ''],
      ['false alarms on healthy networks', percent(fair, ({ right }) => !right), percent(fair, told)],
      ['healthy after the repair', percent(mendable(faulty), ({ repaired }) => repaired === true), ''],
      ['learns after the repair', percent(trained(faulty), ({ learns }) => learns === true), ''],
    ],
  );
}

/** What was judged wrongly, a line each. */
export function wrongOnes(judged: readonly Judged[]): string {
  return judged
    .filter(({ right, repaired, learns }) => !right || repaired === false || learns === false)
    .map(
      ({ title, seed, found, foundLayer, repaired, learns }) =>
        `- ${title}, seed ${seed}: ${found} ${foundLayer}${repaired === false ? ', not repaired' : ''}${learns === false ? ', does not learn' : ''}`,
    )
    .join('\n');
}

/** Those whose repair is in the weights. */
function mendable(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ repaired }) => repaired !== undefined);
}

function trained(judged: readonly Judged[]): Judged[] {
  return judged.filter(({ learns }) => learns !== undefined);
}

function rulesOf(judged: readonly Judged[]): string {
  return [...new Set(judged.flatMap(({ rules }) => rules))].join(', ');
}

function share(judged: readonly Judged[], of: (one: Judged) => boolean): string {
  return judged.length === 0 ? '' : `${judged.filter(of).length}/${judged.length}`;
}

function percent(judged: readonly Judged[], of: (one: Judged) => boolean): string {
  const count = judged.filter(of).length;
  return `${count} of ${judged.length}, ${((100 * count) / judged.length).toFixed(1)} %`;
}

function markdown(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
