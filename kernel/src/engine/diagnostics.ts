import { readFileSync } from 'node:fs';
import type { Diagnostic } from 'tslab/dist/converter.js';
import type { Failure } from './failure.js';

/** Type errors as the compiler words them, each with its line and a caret under the place. */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], code: string, label: string): Failure {
  const [first, ...others] = groupByPlace(diagnostics) as [Group, ...Group[]];
  const evalue = first[0].messageText + (others.length > 0 ? ` (and ${others.length} more)` : '');
  const traceback = [first, ...others].flatMap((group) => describeGroup(group, code, label));
  return { ename: 'TypeScriptError', evalue, traceback: [`TypeScriptError: ${evalue}`, ...traceback] };
}

type Group = [Diagnostic, ...Diagnostic[]];

/** tslab lists the links of one message chain as diagnostics of their own, all at the same place. */
function groupByPlace(diagnostics: readonly Diagnostic[]): Group[] {
  const groups: Group[] = [];
  for (const diagnostic of diagnostics) {
    const last = groups.at(-1);
    const same = last?.[0].start.offset === diagnostic.start.offset && last[0].end.offset === diagnostic.end.offset;
    if (last && same && !diagnostic.fileName) last.push(diagnostic);
    else groups.push([diagnostic]);
  }
  return groups;
}

function describeGroup(group: Group, code: string, label: string): string[] {
  const [first, ...chain] = group;
  const { start, fileName } = first;
  const place = `${fileName ?? label}:${start.line + 1}:${start.character + 1}`;
  return [
    `${place} - error TS${first.code}: ${first.messageText}`,
    ...chain.map((link, depth) => '  '.repeat(depth + 1) + link.messageText),
    ...excerpt(first, fileName === undefined ? code : readFileSync(fileName, 'utf8')),
  ];
}

/** The source line and, below it, the part that is wrong. */
function excerpt({ start, end }: Diagnostic, source: string): string[] {
  const line = source.split(/\r?\n/)[start.line] ?? '';
  const stop = end.line === start.line ? end.character : line.length;
  const gutter = `${start.line + 1} `;
  const caret = '~'.repeat(Math.max(1, Math.min(stop, line.length) - start.character));
  // Tabs stay tabs, so that the caret stands under its word however wide they are drawn.
  const indent = line.slice(0, start.character).replace(/[^\t]/g, ' ');
  return ['', gutter + line, ' '.repeat(gutter.length) + indent + caret, ''];
}
