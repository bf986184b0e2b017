import type { CellFailure } from './types.js';

/** Lines of a traceback that are shown in a terminal. */
const shownLines = 12;

/**
 * A failure as text for a terminal: where it happened, what it was and a short traceback.
 *
 * @example
 * const { failure } = await runNotebook('notebooks/x.ipynb');
 * if (failure) console.error(describeFailure(failure)); // notebooks/x.ipynb, cell In [3], line 2: TypeError: …
 */
export function describeFailure(failure: CellFailure): string {
  const { notebook, cell, line, ename, evalue, traceback } = failure;
  const place = [notebook, cell > 0 ? `cell In [${cell}]` : 'before the first cell', line && `line ${line}`];
  const headline = `${ename}: ${evalue}`;
  // A stack begins with the headline itself.
  const repeated = traceback.join('\n').startsWith(headline) ? headline.split('\n').length : 0;
  const rest = traceback.slice(repeated, repeated + shownLines).map((text) => `    ${text}`);
  return [`${place.filter(Boolean).join(', ')}: ${headline}`, ...rest].join('\n').trimEnd();
}
