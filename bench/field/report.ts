import type { Judgement, Verdict } from '../../test/field/verdict.js';

/** Quantile of the normal distribution for an interval that contains 95 %. */
const Z_95 = 1.959964;

const FAILING_VERDICTS: readonly Verdict[] = ['right', 'partly', 'wrong'];

/** Computes Wilson's interval, which contains the true share with probability 95 %. */
export function wilson(count: number, total: number): [number, number] {
  if (total === 0) return [0, 1];
  const [share, weight] = [count / total, Z_95 ** 2 / total];
  const center = (share + weight / 2) / (1 + weight);
  const half = (Z_95 * Math.sqrt((share * (1 - share)) / total + weight / (4 * total))) / (1 + weight);
  return [Math.max(0, center - half), Math.min(1, center + half)];
}

/** Prints the judgements as Markdown: the shares, the table by cause, and the wrong diagnoses. */
export function report(judgements: readonly Judgement[]): string {
  return [summary(judgements), byCause(judgements), mistakes(judgements)].join('\n\n');
}

/** Writes how often each verdict was reached, with and without the contested entries. */
export function summary(judgements: readonly Judgement[]): string {
  const failing = judgements.filter(({ cause }) => cause !== 'sound');
  const sound = judgements.filter(({ cause }) => cause === 'sound');
  const settled = failing.filter(({ isContested }) => !isContested);
  const row = (title: string, list: readonly Judgement[], verdicts: readonly Verdict[]): string => {
    const count = list.filter(({ verdict }) => verdicts.includes(verdict)).length;
    const [low, high] = wilson(count, list.length).map(percent);
    return `| ${title} | ${count} of ${list.length} | ${percent(count / (list.length || 1))} | ${low} to ${high} |`;
  };
  return [
    '| | networks | share | 95 % interval |',
    '| --- | --- | --- | --- |',
    row('failing: right', failing, ['right']),
    row('failing: right or partly', failing, ['right', 'partly']),
    row('failing, uncontested: right', settled, ['right']),
    row('failing, uncontested: right or partly', settled, ['right', 'partly']),
    row('sound: false alarm', sound, ['false alarm']),
  ].join('\n');
}

function byCause(judgements: readonly Judgement[]): string {
  const causes = [...new Set(judgements.map(({ cause }) => cause))].filter((cause) => cause !== 'sound').sort();
  const rows = causes.map((cause) => {
    const own = judgements.filter((judgement) => judgement.cause === cause);
    const counts = FAILING_VERDICTS.map((verdict) => own.filter((judgement) => judgement.verdict === verdict).length);
    return `| ${[cause, ...counts].join(' | ')} |`;
  });
  return [`| cause | ${FAILING_VERDICTS.join(' | ')} |`, '| --- | --- | --- | --- |', ...rows].join('\n');
}

function mistakes(judgements: readonly Judgement[]): string {
  const rows = judgements
    .filter(({ verdict }) => verdict !== 'right' && verdict !== 'silent')
    .map(({ id, cause, verdict, said, reason }) => {
      return `| ${[id, cause, verdict, said.join(', ') || 'nothing', reason ?? ''].join(' | ')} |`;
    });
  return ['| network | cause | verdict | diagnose said | because |', '| --- | --- | --- | --- | --- |', ...rows].join(
    '\n',
  );
}

function percent(share: number): string {
  return `${(100 * share).toFixed(0)} %`;
}
