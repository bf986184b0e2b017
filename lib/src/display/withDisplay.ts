import type { MimeBundle } from './display.js';

/** Representations of a value, each computed only when it is needed. */
export interface Representations {
  html(): string;
  /** Writes Markdown, for front-ends that do not trust HTML and for pages. */
  markdown(): string;
  text(): string;
}

/**
 * Lets plain data show itself: as HTML if it is the last value of a cell, as text elsewhere. The
 * added properties are not enumerable, so the data stays plain when it is listed or copied.
 */
export function withDisplay<T extends object>(
  data: T,
  { html, markdown, text }: Representations,
): T & { toString(): string } {
  const bundle = (): MimeBundle => ({ 'text/html': html(), 'text/markdown': markdown(), 'text/plain': text() });
  return Object.defineProperties(data, {
    toString: { value: text },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: text },
    [Symbol.for('Jupyter.display')]: { value: bundle },
  });
}
