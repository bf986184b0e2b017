import type { Token } from 'markdown-it';
import type { RenderContext } from './renderContext.js';
import { slug } from './slug.js';

/** A link to another lesson leads to its page, one to a heading to its id; one that leads nowhere on the site becomes plain text. */
export function resolveLink(tokens: Token[], open: number, context: RenderContext): void {
  const href = String(tokens[open].attrGet('href') ?? '');
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return;
  const [file, fragment] = href.split('#');
  const target = file === '' ? '' : context.link(file);
  if (target !== undefined) {
    tokens[open].attrSet('href', target + (fragment ? `#${slug(decodeAddress(fragment))}` : ''));
    return;
  }
  const close = tokens.findIndex((t, i) => i > open && t.type === 'link_close' && t.level === tokens[open].level);
  tokens[open].attrs = null;
  tokens[open].tag = tokens[close].tag = 'span';
}

/** An address without its escapes, or as it is if they are none. */
export function decodeAddress(address: string): string {
  try {
    return decodeURI(address);
  } catch {
    return address;
  }
}
