import { readFileSync } from 'node:fs';
import type { Diagnostic } from 'tslab/dist/converter.js';
import type { Failure } from '../threads/outputEvent.js';

/**
 * Describes type errors in the compiler's words, each with its line and a caret under the place.
 */
export function describeDiagnostics(diagnostics: readonly Diagnostic[], code: string, label: string): Failure {
  const [first, ...others] = groupByPlace(diagnostics) as [Group, ...Group[]];
  const evalue = first[0].messageText + (others.length > 0 ? ` (and ${others.length} more)` : '');
  const traceback = [first, ...others].flatMap((group) => describeGroup(group, code, label));
  return { ename: 'TypeScriptError', evalue, traceback: [`TypeScriptError: ${evalue}`, ...traceback] };
}

type Group = [Diagnostic, ...Diagnostic[]];

/**
 * Groups diagnostics by place: tslab lists each link of a message chain as a diagnostic of its own.
 */
function groupByPlace(diagnostics: readonly Diagnostic[]): Group[] {
  const groups: Group[] = [];
  for (const diagnostic of diagnostics) {
    const last = groups.at(-1);
    const isSamePlace =
      last?.[0].start.offset === diagnostic.start.offset && last[0].end.offset === diagnostic.end.offset;
    if (last && isSamePlace && !diagnostic.fileName) last.push(diagnostic);
    else groups.push([diagnostic]);
  }
  return groups;
}

function describeGroup(group: Group, code: string, label: string): string[] {
  const [first, ...chain] = group;
  const source = first.fileName === undefined ? code : readFileSync(first.fileName, 'utf8');
  const { line, character, length } = findPlace(source, first);
  return [
    `${first.fileName ?? label}:${line + 1}:${character + 1} - error TS${first.code}: ${first.messageText}`,
    ...chain.map((link, depth) => '  '.repeat(depth + 1) + link.messageText),
    ...quote(source, line, character, length),
  ];
}

/** The place of an error in a source, with line and column counted from 0. */
interface Place {
  line: number;
  character: number;
  length: number;
}

/**
 * Finds the wrong part, up to the end of its first line. Errors in lines that tslab adds are put at
 * the end.
 */
function findPlace(source: string, { start, end }: Diagnostic): Place {
  const lines = source.split('\n');
  const last = lines.length - 1;
  if (start.line > last) return { line: last, character: (lines[last] as string).length, length: 1 };
  const stop = end.line === start.line ? end.character : (lines[start.line] as string).length;
  return { ...start, length: Math.max(1, stop - start.character) };
}

/**
 * Quotes the source line, with a caret under the wrong part. Tabs stay tabs, so the caret keeps its
 * place.
 */
function quote(source: string, line: number, character: number, length: number): string[] {
  const text = (source.split('\n')[line] as string).trimEnd();
  const gutter = `${line + 1} `;
  const indent = text.slice(0, character).replace(/[^\t]/g, ' ');
  return ['', gutter + text, ' '.repeat(gutter.length) + indent + '~'.repeat(length), ''];
}
