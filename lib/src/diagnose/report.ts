import type { MimeBundle } from '../display/display.js';
import { escapeHtml } from '../display/escapeHtml.js';
import { significant } from '../display/significant.js';
import { type Table, table } from '../display/table.js';
import type { Representations } from '../display/withDisplay.js';
import { wrapLines } from '../display/wrapLines.js';
import type { Finding } from './finding.js';
import type { RepairLanguage } from './repairs/writeRepair.js';

/** The parts of a diagnosis that the report shows. */
interface Reported {
  verdict: string;
  findings: readonly Finding[];
  trainedLayers: readonly string[];
  unknownLayers: readonly string[];
}

/**
 * Shows a diagnosis: the verdict on one line, the findings as a table or text, and the code of the
 * repairs.
 */
export function report(
  { verdict, findings, trainedLayers, unknownLayers }: Reported,
  language: RepairLanguage,
): Representations {
  const line = headline(verdict, findings);
  const [trained, unknown] = [trainedText(trainedLayers), unknownText(unknownLayers)];
  const rows = (): Table & Display => findingsTable(findings) as Table & Display;
  const part = (type: string): unknown => (findings.length === 0 ? '' : rows()[Symbol.for('Jupyter.display')]()[type]);
  const paragraph = (text: string): string => (text === '' ? '' : `<p>${escapeHtml(text)}</p>`);
  return {
    text: () => [line, ...findings.map(findingText), trained, unknown].filter(Boolean).join('\n\n'),
    html: () =>
      [paragraph(line), part('text/html'), ...findings.map(repairHtml), paragraph(trained), paragraph(unknown)].join(
        '\n',
      ),
    markdown: () =>
      [
        line,
        part('text/markdown'),
        ...findings.map((finding, i) => repairMarkdown(finding, i, language)),
        escapeMarkdown(trained),
        escapeMarkdown(unknown),
      ]
        .filter(Boolean)
        .join('\n\n'),
  };
}

type Display = Record<symbol, () => MimeBundle>;

/** Writes the verdict, with the numbers of faults and notes. */
function headline(verdict: string, findings: readonly Finding[]): string {
  const faults = findings.filter(({ severity }) => severity === 'fault').length;
  const notes = findings.length - faults;
  return `${verdict}: ${[plural(faults, 'fault'), ...(notes > 0 ? [plural(notes, 'note')] : [])].join(', ')}`;
}

/** Writes which layers were trained. */
function trainedText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const [layers, weights] =
    names.length === 1 ? ['This layer has', 'its weights'] : ['These layers have', 'their weights'];
  return `${layers} been trained, so that ${weights} were not judged as a random draw: ${names.join(', ')}.`;
}

/** Writes which layers were not judged. */
function unknownText(names: readonly string[]): string {
  if (names.length === 0) return '';
  const isOne = names.length === 1;
  return `The ${isOne ? 'class of this layer is' : 'classes of these layers are'} unknown, and ${isOne ? 'its' : 'their'} weights were not judged: ${names.join(', ')}.`;
}

function findingsTable(findings: readonly Finding[]): Table {
  return table(
    findings.map((finding, i) => ({
      '': i + 1,
      finding: title(finding),
      'from layer': finding.layer,
      measured: `${finding.quantity}: ${significant(finding.observed, 3)}`,
      'expected (band)': expectedText(finding),
      topic: finding.topic,
    })),
  );
}

function repairHtml({ why, repair }: Finding, i: number): string {
  return `<p>${i + 1}. ${escapeHtml(why)} Repair:</p>\n<pre><code>${escapeHtml(repair.code)}</code></pre>`;
}

function repairMarkdown({ why, repair }: Finding, i: number, language: RepairLanguage): string {
  const fence = language === 'tfjs' ? 'ts' : 'python';
  return `**${i + 1}.** ${escapeMarkdown(why)} Repair:\n\n\`\`\`${fence}\n${repair.code}\n\`\`\``;
}

function findingText(finding: Finding, index: number): string {
  return [
    `${index + 1}. ${title(finding)}, from ${finding.layer} on`,
    `   ${finding.quantity}: ${significant(finding.observed, 3)}, expected ${expectedText(finding)}`,
    ...wrapLines(finding.why, 77).map((line) => `   ${line}`),
    '   Repair:',
    ...finding.repair.code.split('\n').map((line) => `     ${line}`),
    `   Topic: ${finding.topic}`,
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
