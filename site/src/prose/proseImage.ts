import type { Token } from 'markdown-it';
import { type Html, html } from './html.js';
import { decodeAddress } from './links.js';
import type { RenderContext } from './renderContext.js';

/** An image in prose. It comes with the notebook, as an attachment or a data URI: pages load nothing from elsewhere. */
export function proseImage(token: Token, context: RenderContext): Html {
  const source = String(token.attrGet('src') ?? '');
  const attachment = context.attachments?.[decodeAddress(source.replace(/^attachment:/, ''))];
  const [type, data] = Object.entries(attachment ?? {})[0] ?? [];
  if (type === undefined && !source.startsWith('data:')) {
    context.faults.push(
      `${context.where}: the image "${source}" is not in the notebook; paste it into the cell as an attachment.`,
    );
    return html`<code class="fault">${token.content || source}</code>`;
  }
  const uri = type === undefined ? source : `data:${type};base64,${data}`;
  const image = html`<img src="${uri}" alt="${token.content}">`;
  // A moving picture is there for readers without scripts; the others have the animation itself.
  return type === 'image/gif' ? html`<noscript>${image}</noscript>` : image;
}
