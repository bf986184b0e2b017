import type { RunState } from '../lessons/runState.js';
import type { Reference } from '../reference/reference.js';
import type { ShownCells } from './cells.js';
import type { Outline } from './outline.js';

/** Properties that all pages of a site have in common. */
export interface SiteOptions {
  /**
   * Whether a server behind the pages tells them how far the run of each lesson has come. Default
   * false.
   */
  isLive?: boolean;
  /** Whether a browser may keep the pages for reading offline. Default false. */
  isOffline?: boolean;
  /** Path of the site on its server. Only the page for unknown addresses needs it. Default '/'. */
  base?: string;
}

/** The site that a page belongs to, as the page sees it. */
export interface SiteContext {
  readonly options: Required<SiteOptions>;
  /** The lessons in reading order, each with its companions. */
  readonly entries: readonly Outline[];
  /**
   * The public names of the library; undefined until they have been read from its sources, and
   * empty if they cannot be read.
   */
  readonly reference: Reference | undefined;
  /** The faults of the prose typeset so far. Typesetting adds to them. */
  readonly faults: string[];
  /** Typesets the cells of a lesson. */
  cellsOf(entry: Outline): ShownCells;
  /** Address of a picture of a lesson, its first plot; undefined if it has none. */
  pictureOf(entry: Outline): string | undefined;
  /** Gets how far the run of a lesson has come. */
  stateOf(name: string): RunState;
}
