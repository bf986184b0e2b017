import type { Html } from './html.js';

export interface Heading {
  level: number;
  id: string;
  title: Html;
}

/** What the page around a Markdown cell decides about it. */
export interface RenderContext {
  /** Notebook and cell, as messages name them. */
  where: string;
  /** Faults of the prose so far. Rendering adds to them and shows the source of what is faulty. */
  faults: string[];
  /** Headings of the page so far. Rendering adds to them. */
  headings: Heading[];
  /** Finds the page for a link to a file of the project; undefined if there is none. */
  link: (href: string) => string | undefined;
  /** Images that were pasted into the cell: name → MIME type → base64. */
  attachments?: Record<string, Record<string, unknown>>;
}
