import { createHash } from 'node:crypto';
import { plotBundles } from '../figures/plotBundles.js';
import type { Lesson } from '../lessons/lesson.js';
import type { RunState } from '../lessons/runState.js';
import { createHighlight } from '../prose/highlight.js';
import { createMarkdown } from '../prose/markdown.js';
import { firstOnly, importedNames } from '../reference/links.js';
import { addressOfName, addressOfRoom, type Reference, roomsOf } from '../reference/reference.js';
import { buildAssets } from './assets.js';
import { type ShownCells, showCells, type Typesetter } from './cells.js';
import { exerciseLinks } from './exerciseLinks.js';
import { indexPage } from './index/indexPage.js';
import { lessonPage } from './lessonPage.js';
import { notFoundPage } from './notFoundPage.js';
import { notebookOf, type Outline, outline, pageLink, pageOf, rootOf } from './outline.js';
import { PLAYGROUND, playgroundPage } from './playgroundPage.js';
import { REFERENCE_INDEX, referenceIndex, referencePages, referenceRoom } from './referencePage.js';
import { searchIndex } from './searchIndex.js';
import type { SiteContext, SiteOptions } from './siteContext.js';

/** Address of the index of the search. */
const SEARCH_INDEX = 'search.json';

/** Content of an address of the site: a text or bytes. */
export type Content = string | Uint8Array;

/** Whether compression makes a file much smaller, by the ending of its address. */
export function isCompressible(address: string): boolean {
  return /\.(html|css|js|json|ndjson|ipynb|wasm|txt)$/.test(address);
}

/**
 * The pages of the lessons and the files that they share, by address. The cells of a lesson are
 * typeset when its page is first asked for, so that the first page is there at once.
 */
export class Site implements SiteContext {
  /**
   * The faults of the prose typeset so far, each with the notebook, the cell, and the formula or
   * image that cannot be shown; the page shows its source instead.
   */
  readonly faults: string[] = [];
  readonly options: Required<SiteOptions>;
  readonly #typesetter: Typesetter;
  readonly #files: Map<string, Content>;
  readonly #shown = new Map<string, ShownCells>();
  readonly #states = new Map<string, RunState>();
  #lessons: readonly Lesson[];
  #entries: Outline[];
  #reference: Reference | undefined;
  /** Pages and files that take long to make and change seldom, by address. */
  readonly #made = new Map<string, string>();
  readonly #pictures = new WeakMap<Lesson, string>();

  private constructor(
    lessons: readonly Lesson[],
    { isLive = false, isOffline = false, base = '/' }: SiteOptions,
    typesetter: Typesetter,
    assets: Map<string, Content>,
  ) {
    this.#lessons = lessons;
    this.options = { isLive, isOffline, base };
    this.#typesetter = typesetter;
    this.#files = assets;
    this.#entries = outline(lessons, typesetter.markdown);
  }

  static async open(lessons: readonly Lesson[], options: SiteOptions = {}): Promise<Site> {
    const [highlight, assets] = await Promise.all([createHighlight(), buildAssets()]);
    return new Site(lessons, options, { highlight, markdown: createMarkdown(highlight) }, assets);
  }

  /** The lessons in reading order, each with its companions. */
  get entries(): readonly Outline[] {
    return this.#entries;
  }

  get reference(): Reference | undefined {
    return this.#reference;
  }

  /** Shows the reference from now on, and links the names in lessons to it. */
  set reference(reference: Reference | undefined) {
    this.#reference = reference;
    this.#shown.clear();
    this.#made.clear();
  }

  /** The addresses of the pages, from the top of the site. */
  get pages(): string[] {
    return ['index.html', '404.html', PLAYGROUND, ...this.#allEntries().map(pageOf), ...referencePages(this)];
  }

  /** The addresses of the notebooks behind the pages, with the outputs that the pages show. */
  get notebooks(): string[] {
    return this.#allEntries().map(notebookOf);
  }

  /** The addresses of all other files: the shared ones, and those of the pages typeset so far. */
  get files(): string[] {
    return [SEARCH_INDEX, ...this.#files.keys()];
  }

  /** Gets what an address has, or undefined if the site has no such address. */
  get(address: string): Content | undefined {
    if (address === 'index.html') return String(indexPage(this));
    if (address === '404.html') return String(notFoundPage(this));
    if (address === PLAYGROUND) return String(playgroundPage(this));
    if (address === SEARCH_INDEX) return this.#make(address, () => JSON.stringify(searchIndex(this)));
    if (address === REFERENCE_INDEX) return this.#make(address, () => referenceIndex(this, this.#typesetter));
    const room = roomsOf(this.#reference ?? []).find(({ name }) => address === addressOfRoom(name));
    if (room) return this.#make(address, () => referenceRoom(room, this, this.#typesetter));
    for (const entry of this.#allEntries()) {
      if (address === pageOf(entry)) return String(lessonPage(entry, this));
      if (address === notebookOf(entry)) return `${JSON.stringify(entry.lesson.notebook, null, 1)}\n`;
    }
    return this.#files.get(address);
  }

  /** Shows a lesson with other outputs from now on. */
  replace(lesson: Lesson): void {
    this.#lessons = this.#lessons.map((old) => (old.name === lesson.name ? lesson : old));
    this.#entries = outline(this.#lessons, this.#typesetter.markdown);
    this.#shown.delete(lesson.name);
    this.#made.clear();
  }

  stateOf(name: string): RunState {
    return this.#states.get(name) ?? { kind: 'committed' };
  }

  setState(name: string, state: RunState): void {
    this.#states.set(name, state);
  }

  pictureOf({ lesson }: Outline): string | undefined {
    const known = this.#pictures.get(lesson);
    if (known !== undefined) return known;
    const [picture] = plotBundles(lesson.notebook.cells).flatMap((bundle) => bundle['image/png'] ?? []);
    if (typeof picture !== 'string') return undefined;
    const address = this.#addFile(Buffer.from(picture, 'base64'), 'png');
    this.#pictures.set(lesson, address);
    return address;
  }

  /** Typesets the cells of a lesson, once. */
  cellsOf({ lesson, href }: Outline): ShownCells {
    const known = this.#shown.get(lesson.name);
    if (known) return known;
    const names = new Set(this.#allEntries().map((entry) => entry.lesson.name));
    const imported = new Set(lesson.notebook.cells.flatMap(({ source }) => importedNames(source)));
    const nameLink = firstOnly((name) => {
      const address = imported.has(name) ? addressOfName(this.#reference ?? [], name) : undefined;
      return address && `${rootOf(href)}${address}`;
    });
    const shown = showCells(lesson, {
      ...this.#typesetter,
      ...exerciseLinks(lesson.name, this.#entries),
      nameLink,
      faults: this.faults,
      link: (target) => pageLink(lesson.name, target, names),
      addFile: (content, extension) => `${rootOf(href)}${this.#addFile(content, extension)}`,
    });
    this.#shown.set(lesson.name, shown);
    return shown;
  }

  #make(address: string, make: () => object | string): string {
    const made = this.#made.get(address) ?? String(make());
    this.#made.set(address, made);
    return made;
  }

  /** Gives some content an address of its own. The same content has the same address. */
  #addFile(content: Content, extension: string): string {
    const digest = createHash('sha256').update(content).digest('hex').slice(0, 16);
    const address = `figures/${digest}.${extension}`;
    this.#files.set(address, content);
    return address;
  }

  #allEntries(): Outline[] {
    return this.#entries.flatMap((entry) => [entry, ...entry.companions]);
  }
}
