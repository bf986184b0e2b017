import { type Html, html } from '../prose/html.js';
import { shell } from './shell.js';

/** Page for an unknown address. It is served at any depth, so its links are absolute. */
export function notFoundPage(): Html {
  return shell({
    title: 'Not found – initlab',
    root: '/',
    main: html`<div class="prose"><h1>There is no such page</h1><p><a href="/index.html">All lessons</a></p></div>`,
  });
}
