import { type Html, html } from '../prose/html.js';
import { shell } from './shell.js';
import type { SiteContext } from './siteContext.js';

/** Page for an unknown address. It is served at any depth, so its links are absolute. */
export function notFoundPage(site: SiteContext): Html {
  return shell({
    title: 'Not found – initlab',
    root: site.options.base,
    site,
    main: html`<div class="prose"><h1>There is no such page</h1><p><a href="${site.options.base}index.html">All lessons</a></p></div>`,
  });
}
