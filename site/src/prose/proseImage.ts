import type { Token } from 'markdown-it';
import { type Html, html } from './html.js';
import { decodeAddress } from './links.js';
import type { RenderContext } from './renderContext.js';

/**
 * Shows an image of a Markdown cell. It must be an attachment or a data URI, because pages load
 * nothing from other places.
 */
export function proseImage(token: Token, context: RenderContext): Html {
  const source = String(token.attrGet('src') ?? '');
  const address = source.startsWith('data:')
    ? source
    : context.attachment?.(decodeAddress(source.replace(/^attachment:/, '')));
  if (address === undefined) {
    context.faults.push(
      `${context.where}: the image "${source}" is not in the notebook. Paste it into the cell as an attachment.`,
    );
    return html`<code class="fault">${token.content || source}</code>`;
  }
  const image = html`<img src="${address}" alt="${token.content}">`;
  // An animated GIF is for readers without scripts. With scripts, the page plays the plot itself.
  return /^data:image\/gif|\.gif$/.test(address) ? html`<noscript>${image}</noscript>` : image;
}
