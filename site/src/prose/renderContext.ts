import type { Html } from './html.js';

export interface Heading {
  level: number;
  id: string;
  title: Html;
}

/** The properties of a Markdown cell that come from the page around it. */
export interface RenderContext {
  /** Notebook and cell, as messages name them. */
  where: string;
  /**
   * The faults of the prose so far. Rendering adds to them, and shows the source of anything that
   * is faulty.
   */
  faults: string[];
  /** Headings of the page so far. Rendering adds to them. */
  headings: Heading[];
  /** Finds the page for a link to a file of the project; undefined if there is none. */
  link: (href: string) => string | undefined;
  /** Finds the link to the solution of an exercise; undefined if it has none. */
  solution?: (exercise: number) => string | undefined;
  /** Finds the exercise that a solution answers: its link and its text. */
  exercise?: (number: number) => { href: string; text: string } | undefined;
  /** Finds the link to a public name of the library, for code that is such a name. */
  nameLink?: (name: string) => string | undefined;
  /** Finds the address of an image that was pasted into the cell; undefined if there is none. */
  attachment?: (name: string) => string | undefined;
}
