import { type Table, table } from '../display/table.js';
import type { Finding } from './finding.js';

/** The verdict, and how many faults and notes there are. */
export function headline(verdict: string, found: readonly Finding[]): string {
  const faults = found.filter(({ severity }) => severity === 'fault').length;
  const notes = found.length - faults;
  return `${verdict}: ${[plural(faults, 'fault'), ...(notes > 0 ? [plural(notes, 'note')] : [])].join(', ')}`;
}

/** For a terminal: for each finding what, where, observed beside expected, why, and the repair to paste. */
export function reportText(verdict: string, found: readonly Finding[]): string {
  return [headline(verdict, found), ...found.map(findingText)].join('\n\n');
}

/** For a notebook. */
export function findingsTable(found: readonly Finding[]): Table {
  return table(
    found.map((one) => ({
      what: title(one),
      where: one.layer,
      quantity: one.quantity,
      observed: short(one.observed),
      expected: expectedText(one),
      why: one.why,
      repair: one.repair.code,
      lesson: one.lesson,
    })),
  );
}

function findingText(one: Finding, index: number): string {
  return [
    `${index + 1}. ${title(one)} from ${one.layer} on`,
    `   ${one.quantity}: ${short(one.observed)}, expected ${expectedText(one)}`,
    ...wrapped(one.why).map((line) => `   ${line}`),
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
  return `${short(expected)} (${band.map(short).join(' to ')})`;
}

function short(value: number): string {
  return String(Number(value.toPrecision(3)));
}

function plural(count: number, what: string): string {
  return count === 0 ? `no ${what}` : `${count} ${what}${count > 1 ? 's' : ''}`;
}

function wrapped(text: string): string[] {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines[lines.length - 1];
    if (last.length + word.length > 96) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines;
}
