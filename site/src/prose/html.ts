/** Text that is HTML. Only `html` and `raw` create it, so nothing else reaches a page unescaped. */
export class Html {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

export type Content = Html | string | number | false | undefined | readonly Content[];

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character]);
}

/**
 * Marks text as HTML without escaping it. Use it for the output of markdown-it, KaTeX and shiki,
 * and never for data.
 */
export function raw(text: string): Html {
  return new Html(text);
}

/**
 * Template tag that escapes every value unless it is `Html`. Arrays are joined; `false` and
 * `undefined` write nothing.
 */
export function html(parts: TemplateStringsArray, ...values: Content[]): Html {
  let text = parts[0];
  values.forEach((value, i) => {
    text += toText(value) + parts[i + 1];
  });
  return new Html(text);
}

function toText(value: Content): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Html) return value.toString();
  if (typeof value === 'object') return value.map(toText).join('');
  return escapeHtml(String(value));
}
