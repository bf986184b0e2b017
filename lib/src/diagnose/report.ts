import type { MimeBundle } from '../display/display.js';
import { escapeHtml } from '../display/escapeHtml.js';
import { significant } from '../display/significant.js';
import { type Table, table } from '../display/table.js';
import type { Looks } from '../display/withDisplay.js';
import { wrapped } from '../display/wrapped.js';
import type { Finding } from './finding.js';

/** A diagnosis for readers: a verdict in a line, the findings in a table or as text, and the repairs to paste. */
export function report(verdict: string, found: readonly Finding[]): Looks {
  const line = headline(verdict, found);
  const rows = (): Table & Display => findingsTable(found) as Table & Display;
  const part = (type: string): unknown => (found.length === 0 ? '' : rows()[Symbol.for('Jupyter.display')]()[type]);
  return {
    text: () => [line, ...found.map(findingText)].join('\n\n'),
    html: () => [`<p>${escapeHtml(line)}</p>`, part('text/html'), ...found.map(repairHtml)].join('\n'),
    markdown: () => [line, part('text/markdown'), ...found.map(repairMarkdown)].filter(Boolean).join('\n\n'),
  };
}

type Display = Record<symbol, () => MimeBundle>;

/** The verdict, and how many faults and notes there are. */
function headline(verdict: string, found: readonly Finding[]): string {
  const faults = found.filter(({ severity }) => severity === 'fault').length;
  const notes = found.length - faults;
  return `${verdict}: ${[plural(faults, 'fault'), ...(notes > 0 ? [plural(notes, 'note')] : [])].join(', ')}`;
}

function findingsTable(found: readonly Finding[]): Table {
  return table(
    found.map((one, i) => ({
      '': i + 1,
      finding: title(one),
      'from layer': one.layer,
      measured: `${one.quantity}: ${significant(one.observed, 3)}`,
      'expected (band)': expectedText(one),
      lesson: one.lesson,
    })),
  );
}

function repairHtml({ why, repair }: Finding, i: number): string {
  return `<p>${i + 1}. ${escapeHtml(why)} Repair:</p>\n<pre><code>${escapeHtml(repair.code)}</code></pre>`;
}

function repairMarkdown({ why, repair }: Finding, i: number): string {
  return `**${i + 1}.** ${escapeMarkdown(why)} Repair:\n\n\`\`\`ts\n${repair.code}\n\`\`\``;
}

function findingText(one: Finding, index: number): string {
  return [
    `${index + 1}. ${title(one)}, from ${one.layer} on`,
    `   ${one.quantity}: ${significant(one.observed, 3)}, expected ${expectedText(one)}`,
    ...wrapped(one.why, 77).map((line) => `   ${line}`),
    '   Repair:',
    ...one.repair.code.split('\n').map((line) => `     ${line}`),
    `   Explained in lesson ${one.lesson}`,
  ].join('\n');
}

function title({ kind, severity }: Finding): string {
  const words = kind.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return severity === 'note' ? `${words} (note)` : words;
}

function expectedText({ expected, band }: Finding): string {
  return `${significant(expected, 3)} (${band.map((end) => significant(end, 3)).join(' to ')})`;
}

function plural(count: number, what: string): string {
  return count === 0 ? `no ${what}` : `${count} ${what}${count > 1 ? 's' : ''}`;
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_[\]<>|$]/g, '\\$&');
}
