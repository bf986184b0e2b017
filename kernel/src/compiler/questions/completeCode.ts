import type { Diagnostic } from 'typescript';
import type { Completeness } from '../../threads/messages.js';
import { ts } from '../typescript.js';

/**
 * Codes of errors that more lines can fix: `}` expected, unterminated template, comment not
 * closed, …
 */
const OPEN_ENDED_CODES = new Set([1003, 1005, 1010, 1109, 1126, 1160]);

/** Decides whether code can run as it is, needs more lines, or is wrong whatever lines follow. */
export function isComplete(code: string): Completeness {
  const source = ts.createSourceFile('cell.ts', code, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = source as unknown as { parseDiagnostics: Diagnostic[] };
  if (parseDiagnostics.length === 0) return { status: 'complete' };
  const end = code.trimEnd().length;
  const first = parseDiagnostics[0] as Diagnostic;
  const atEnd = (first.start ?? 0) >= end;
  if (!atEnd || !OPEN_ENDED_CODES.has(first.code)) return { status: 'invalid' };
  return { status: 'incomplete', indent: indentAfter(code.slice(0, end)) };
}

/** Returns the indent of the last line, and one step more after an opening bracket. */
function indentAfter(code: string): string {
  const line = code.slice(code.lastIndexOf('\n') + 1);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  return /[{([]$/.test(line) ? `${indent}  ` : indent;
}
