import type { MimeBundle } from './display.js';

/** What a value looks like, each computed when it is asked for. */
export interface Looks {
  html(): string;
  /** For readers that do not trust HTML, and for pages. */
  markdown(): string;
  text(): string;
}

/**
 * Lets plain data show itself: as HTML where it is the last value of a cell, as text elsewhere. What does so is no property to be listed or
 * copied, so that the data stay plain.
 */
export function withDisplay<T extends object>(data: T, { html, markdown, text }: Looks): T & { toString(): string } {
  const bundle = (): MimeBundle => ({ 'text/html': html(), 'text/markdown': markdown(), 'text/plain': text() });
  return Object.defineProperties(data, {
    toString: { value: text },
    [Symbol.for('nodejs.util.inspect.custom')]: { value: text },
    [Symbol.for('Jupyter.display')]: { value: bundle },
  });
}
