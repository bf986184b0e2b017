import type { Diagnostic, DiagnosticMessageChain } from 'typescript';
import { relativePaths } from '../relativePaths.js';
import type { Failure } from '../threads/outputEvent.js';
import type { Problem } from './syntax/types.js';

/** An error in the code of a cell or of a local file, ready to be shown. */
export interface ShownError {
  /** The label of the cell, or the path of the file. */
  label: string;
  source: string;
  start: number;
  length: number;
  code: number | undefined;
  message: string;
  /** The reasons of the error, each with its depth. */
  reasons: { depth: number; text: string }[];
}

/** Turns an error of the compiler into one to be shown. `start` is its place in `source`. */
export function toShownError(label: string, source: string, start: number, diagnostic: Diagnostic): ShownError {
  const { messageText, code, length = 1 } = diagnostic;
  const chain = typeof messageText === 'string' ? undefined : messageText;
  const message = typeof messageText === 'string' ? messageText : messageText.messageText;
  return { label, source, start, length, code, message, reasons: listReasons(chain?.next ?? [], 1) };
}

function listReasons(chain: readonly DiagnosticMessageChain[], depth: number): ShownError['reasons'] {
  return chain.flatMap(({ messageText, next }) => [
    { depth, text: messageText },
    ...listReasons(next ?? [], depth + 1),
  ]);
}

/** Turns a fault in the syntax of a cell into an error to be shown. */
export function toSyntaxError(label: string, source: string, { start, length, message, code }: Problem): ShownError {
  return { label, source, start, length, code, message, reasons: [] };
}

/**
 * Describes errors in the compiler's words, each with its line and a caret under the place. Paths
 * are relative to `folder`.
 */
export function describeErrors(errors: readonly ShownError[], folder: string): Failure {
  const [first, ...others] = errors as [ShownError, ...ShownError[]];
  const evalue = first.message + (others.length > 0 ? ` (and ${others.length} more)` : '');
  const traceback = [first, ...others].flatMap(describeError);
  return {
    ename: 'TypeScriptError',
    evalue: relativePaths(evalue, folder),
    traceback: traceback.map((line) => relativePaths(line, folder)),
  };
}

function describeError({ label, source, start, length, code, message, reasons }: ShownError): string[] {
  // The compiler may only find at the end of its text that something is missing.
  const position = Math.min(start, source.length);
  const before = source.slice(0, position).split('\n');
  const line = before.length - 1;
  const character = (before[line] as string).length;
  const text = source.split('\n')[line] as string;
  const shownLength = Math.max(1, Math.min(length, text.length - character));
  return [
    `${label}:${line + 1}:${character + 1} - error${code === undefined ? '' : ` TS${code}`}: ${message}`,
    ...reasons.map(({ depth, text: reason }) => '  '.repeat(depth) + reason),
    ...quote(text, line, character, shownLength),
  ];
}

/**
 * Quotes the source line, with a caret under the wrong part. Tabs stay tabs, so the caret keeps its
 * place.
 */
function quote(line: string, number: number, character: number, length: number): string[] {
  const gutter = `${number + 1} `;
  const indent = line.slice(0, character).replace(/[^\t]/g, ' ');
  return ['', gutter + line.trimEnd(), ' '.repeat(gutter.length) + indent + '~'.repeat(length), ''];
}
