import { styleText } from 'node:util';
import type { Failure } from '../../threads/outputEvent.js';

type Format = Parameters<typeof styleText>[0];

const paint = (format: Format, text: string): string => styleText(format, text, { validateStream: false });

/** Colours a traceback: names of errors red, places cyan, calls and numbers of errors grey. */
export function colorTraceback(failure: Failure): Failure {
  const { ename } = failure;
  const traceback = failure.traceback.map((line) => {
    if (/^\s+at /.test(line)) return paint('gray', line);
    if (/^\s*~+$/.test(line)) return paint('red', line);
    if (line.startsWith(ename)) return paint(['bold', 'red'], ename) + line.slice(ename.length);
    return line.replace(
      /^(.+:\d+:\d+) - (error)( TS\d+)?:/,
      (_, place: string, word: string, code = '') =>
        `${paint('cyan', place)} - ${paint('red', word)}${paint('gray', code)}:`,
    );
  });
  return { ...failure, traceback };
}
