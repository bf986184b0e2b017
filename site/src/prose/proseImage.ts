import type { Token } from 'markdown-it';
import { type Html, html } from './html.js';
import { decoded } from './links.js';
import type { Place } from './renderContext.js';

/** An image in prose. It comes with the notebook, as an attachment or a data URI: pages load nothing from elsewhere. */
export function proseImage(token: Token, place: Place): Html {
  const source = String(token.attrGet('src') ?? '');
  const attachment = place.attachments?.[decoded(source.replace(/^attachment:/, ''))];
  const [type, data] = Object.entries(attachment ?? {})[0] ?? [];
  if (type === undefined && !source.startsWith('data:')) {
    place.faults.push(
      `${place.where}: the image "${source}" is not in the notebook; paste it into the cell as an attachment.`,
    );
    return html`<code class="fault">${token.content || source}</code>`;
  }
  const uri = type === undefined ? source : `data:${type};base64,${data}`;
  const image = html`<img src="${uri}" alt="${token.content}">`;
  // A moving picture is there for readers without scripts; the others have the animation itself.
  return type === 'image/gif' ? html`<noscript>${image}</noscript>` : image;
}
