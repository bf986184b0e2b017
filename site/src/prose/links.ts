import type { Token } from 'markdown-it';
import type { RenderContext } from './renderContext.js';
import { slug } from './slug.js';

/**
 * Points a link to another lesson to its page, and a link to a heading to its id. A link that leads
 * nowhere on the site becomes plain text.
 */
export function resolveLink(tokens: Token[], open: number, context: RenderContext): void {
  const href = String(tokens[open].attrGet('href') ?? '');
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return;
  const [file, fragment] = href.split('#');
  const target = file === '' ? '' : context.link(file);
  if (target !== undefined) {
    tokens[open].attrSet('href', target + (fragment ? `#${slug(decodeAddress(fragment))}` : ''));
    return;
  }
  const close = tokens.findIndex(
    (token, i) => i > open && token.type === 'link_close' && token.level === tokens[open].level,
  );
  tokens[open].attrs = null;
  tokens[open].tag = tokens[close].tag = 'span';
}

/** Decodes the escapes of an address. An address with invalid escapes is returned as it is. */
export function decodeAddress(address: string): string {
  try {
    return decodeURIComponent(address);
  } catch {
    return address;
  }
}
