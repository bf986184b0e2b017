import type { MimeBundle } from '../display/display.js';
import { escapeHtml } from '../display/escapeHtml.js';
import { significant } from '../display/significant.js';
import { table } from '../display/table.js';
import type { Looks } from '../display/withDisplay.js';
import { wrapped } from '../display/wrapped.js';
import type { Asked } from './options.js';
import type { Recommendation } from './recommendation.js';

type Told = Omit<Recommendation, 'toString'>;

/** A line with the call, and what there is to say of it: in a table, or in a terminal below one another. */
export function looks(asked: Asked, told: Told): Looks {
  const line = headline(asked, told.code);
  const rows = rowsOf(told);
  const shown = table(rows.map(([what, is]) => ({ what, is }))) as unknown as Record<symbol, () => MimeBundle>;
  const part = (type: string): unknown => shown[Symbol.for('Jupyter.display')]()[type];
  return {
    html: () => `<p>${escapeHtml(line)}</p>\n${part('text/html')}`,
    markdown: () => `${line}\n\n${part('text/markdown')}`,
    text: () => [line, ...rows.map(([what, is]) => textOf(what, is))].join('\n'),
  };
}

function headline({ layer, activation }: Asked, code: string): string {
  const name = activation === 'softmax' ? activation : activation.name;
  const follows = layer === 'embedding' || layer === 'attention' || name === 'linear' ? '' : ` with ${name}`;
  return `${layer} layer${follows}: ${code}`;
}

function rowsOf({ gain, bias, learningRate, why, source }: Told): [string, string][] {
  return [
    ['gain', Number.isNaN(gain) ? 'none, the scale does not follow the fan' : significant(gain, 4)],
    ['bias', bias],
    ['why', why],
    ...(learningRate === undefined ? [] : [['learning rate', learningRate] as [string, string]]),
    ['source', source],
  ];
}

function textOf(what: string, is: string): string {
  const [first, ...more] = wrapped(is, 80);
  return [`  ${what.padEnd(13)}  ${first}`, ...more.map((line) => `${' '.repeat(17)}${line}`)].join('\n');
}
