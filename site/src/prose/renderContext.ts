import type { Html } from './html.js';

export interface Heading {
  level: number;
  id: string;
  title: Html;
}

/** What the text around a piece of prose decides about it. */
export interface RenderContext {
  /** Notebook and cell, for messages. */
  where: string;
  /** What is wrong with the prose so far; rendering adds to it, and shows the faulty piece as it was written. */
  faults: string[];
  /** The headings of the page so far; rendering adds to them. */
  headings: Heading[];
  /** Where a link to a file of the project leads on the site; undefined if it leads nowhere. */
  link: (href: string) => string | undefined;
  /** Images pasted into the cell: name → MIME type → base64. */
  attachments?: Record<string, Record<string, unknown>>;
}
