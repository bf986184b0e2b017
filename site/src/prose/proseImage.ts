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
  const attachment = context.attachments?.[decodeAddress(source.replace(/^attachment:/, ''))];
  const [type, data] = Object.entries(attachment ?? {})[0] ?? [];
  if (type === undefined && !source.startsWith('data:')) {
    context.faults.push(
      `${context.where}: the image "${source}" is not in the notebook. Paste it into the cell as an attachment.`,
    );
    return html`<code class="fault">${token.content || source}</code>`;
  }
  const uri = type === undefined ? source : `data:${type};base64,${data}`;
  const image = html`<img src="${uri}" alt="${token.content}">`;
  // An animated GIF is for readers without scripts. With scripts, the page plays the plot itself.
  return type === 'image/gif' ? html`<noscript>${image}</noscript>` : image;
}
