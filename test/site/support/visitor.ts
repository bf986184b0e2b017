import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import axe from 'axe-core';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import type { Lesson } from '../../../site/src/lessons/lesson.js';
import { Site } from '../../../site/src/pages/site.js';
import type { Reference } from '../../../site/src/reference/reference.js';
import { RunFiles } from '../../../site/src/run/files.js';
import { serveSite } from '../../../site/src/server/serve.js';
import { sharedBrowser } from './sharedBrowser.js';

export const WIDE = { width: 1280, height: 900 };
export const NARROW = { width: 360, height: 700 };

interface VisitOptions extends BrowserContextOptions {
  /** Whether the site's script is kept away. Default false. */
  isBare?: boolean;
}

/** Browser that visits the pages of a site built from some lessons. */
export class Visitor {
  /** Problems of the last visit: errors, warnings, and requests to other servers. */
  problems: string[] = [];
  /** Addresses that the last visit requested. */
  requests: string[] = [];
  /** Faults of the prose of the lessons. */
  readonly faults: readonly string[];
  readonly #server: Server;
  readonly #browser: Browser;
  readonly #contexts: BrowserContext[] = [];

  private constructor(server: Server, browser: Browser, faults: readonly string[]) {
    this.faults = faults;
    this.#server = server;
    this.#browser = browser;
  }

  static async to(lessons: readonly Lesson[], reference: Reference = []): Promise<Visitor> {
    const site = await Site.open(lessons);
    site.reference = reference;
    for (const address of site.pages) site.get(address);
    const server = createServer(serveSite(site, undefined, new RunFiles()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new Visitor(server, await sharedBrowser(), site.faults);
  }

  /**
   * Visits a page. Without the site's script, it is as where scripts are forbidden, but axe can
   * still run in it.
   */
  async visit(path: string, { isBare = false, ...options }: VisitOptions = {}): Promise<Page> {
    const origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    const context = await this.#browser.newContext({ viewport: WIDE, ...options });
    this.#contexts.push(context);
    if (isBare) await context.route('**/assets/page.js', (route) => route.abort());
    const page = await context.newPage();
    this.problems = [];
    this.requests = [];
    page.on('pageerror', (error) => this.problems.push(String(error)));
    page.on('console', (message) => {
      const expected = path.startsWith('absent') && message.text().includes('404');
      if (['error', 'warning'].includes(message.type()) && !expected) this.problems.push(message.text());
    });
    page.on('request', (request) => {
      const url = request.url();
      this.requests.push(url);
      const own = /^(data|blob|about):/.test(url) || url.startsWith(`${origin}/`);
      if (!own) this.problems.push(`request to ${url}`);
    });
    await page.goto(`${origin}/${path}`);
    return page;
  }

  /** Closes the pages that were visited. */
  async leave(): Promise<void> {
    for (const context of this.#contexts.splice(0)) await context.close();
  }

  async close(): Promise<void> {
    await this.leave();
    this.#server.close();
  }
}

/** Scrolls to every plot and waits until all are drawn. */
export async function drawPlots(page: Page): Promise<void> {
  for (const plot of await page.locator('figure.plot').all()) {
    await plot.scrollIntoViewIfNeeded();
    await plot.locator('.main-svg').first().waitFor();
  }
}

/** Widths at which pages are checked: a wide window, a tablet and a phone. */
const SIZES = [WIDE, { width: 900, height: 900 }, { width: 390, height: 844 }];

/** Lists what axe finds wrong with a page in both themes and at three widths. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const viewport of SIZES) {
      await page.setViewportSize(viewport);
      // The page reacts to its new size within a frame.
      const isScripted = await page.evaluate(() => document.documentElement.classList.contains('js'));
      if (isScripted)
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
      // Describing the rules that pass would take two thirds of the time.
      const { violations } = await page.evaluate(() =>
        window.axe.run(document, { iframes: false, resultTypes: ['violations'] }),
      );
      for (const { id, nodes } of violations) {
        found.push(...nodes.map(({ html }) => `${colorScheme}, ${viewport.width} pixels: ${id} in ${html}`));
      }
    }
  }
  return found;
}

declare global {
  interface Window {
    axe: typeof axe;
  }
}
