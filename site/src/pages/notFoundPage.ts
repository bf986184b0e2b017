import { type Html, html } from '../prose/html.js';
import { shell } from './shell.js';

/** What the server shows for an address that has no page; served from any depth, so its links start at the top. */
export function notFoundPage(): Html {
  return shell({
    title: 'Not found – initlab',
    root: '/',
    main: html`<div class="prose"><h1>There is no such page</h1><p><a href="/index.html">All lessons</a></p></div>`,
  });
}
