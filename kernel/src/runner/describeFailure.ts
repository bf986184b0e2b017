import type { CellFailure } from './types.js';

/** Largest number of lines of a traceback that are shown in a terminal. */
const MAX_TRACEBACK_LINES = 12;

/**
 * Describes a failure for a terminal: where it happened, the error, and a short traceback.
 *
 * @example
 * const { failure } = await runNotebook('notebooks/x.ipynb');
 * // notebooks/x.ipynb, cell In [3], line 2: TypeError: …
 * if (failure) console.error(describeFailure(failure));
 */
export function describeFailure(failure: CellFailure): string {
  const { notebook, cell, line, ename, evalue, traceback } = failure;
  const place = [notebook, cell > 0 ? `cell In [${cell}]` : 'before the first cell', line && `line ${line}`];
  const headline = `${ename}: ${evalue}`;
  // The stack repeats the headline in its first line.
  const repeated = traceback.join('\n').startsWith(headline) ? headline.split('\n').length : 0;
  const rest = traceback.slice(repeated, repeated + MAX_TRACEBACK_LINES).map((text) => `    ${text}`);
  return [`${place.filter(Boolean).join(', ')}: ${headline}`, ...rest].join('\n').trimEnd();
}
