import MarkdownIt, { type Token } from 'markdown-it';
import { codeBlock } from './codeBlock.js';
import { formulas } from './formulas.js';
import type { Highlight } from './highlight.js';
import { escapeHtml, type Html, html, raw } from './html.js';
import { renderMath } from './math.js';

export interface Heading {
  level: number;
  id: string;
  title: Html;
}

/** What the text around a piece of prose decides about it. */
export interface Place {
  /** Notebook and cell, for messages. */
  where: string;
  /** The headings of the page so far; rendering adds to them. */
  headings: Heading[];
  /** Where a link to a file of the project leads on the site; undefined if it leads nowhere. */
  link: (href: string) => string | undefined;
  /** Images pasted into the cell: name → MIME type → base64. */
  attachments?: Record<string, Record<string, unknown>>;
}

export interface Markdown {
  render(source: string, place: Place): Html;
  /** The first title and the first paragraph after it, without a bold label such as **Question.** */
  lead(source: string, place: Place): { title: string; question: Html } | undefined;
}

/** Markdown as notebooks write it, with formulas and coloured code. HTML in the text is shown as text. */
export function createMarkdown(highlight: Highlight): Markdown {
  const md = new MarkdownIt({ html: false, linkify: true });
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  formulas(md);
  const { rules } = md.renderer;

  for (const name of ['math_inline', 'math_display', 'math_block']) {
    rules[name] = (tokens, i, _options, env) => formula(tokens[i].content, name !== 'math_inline', placeOf(env));
  }
  rules.fence = (tokens, i) => String(codeBlock(tokens[i].content, tokens[i].info.trim().split(/\s+/)[0], highlight));
  rules.code_block = (tokens, i) => String(codeBlock(tokens[i].content, 'text', highlight));
  rules.table_open = () => '<div class="scroll table"><table>';
  rules.table_close = () => '</table></div>';
  rules.image = (tokens, i, _options, env) => image(tokens[i], placeOf(env));
  rules.link_open = (tokens, i, options, env, self) => {
    resolveLink(tokens, i, placeOf(env));
    return self.renderToken(tokens, i, options);
  };
  rules.heading_open = (tokens, i, options, env, self) => {
    const { headings } = placeOf(env);
    const children = withoutLinks(tokens[i + 1].children ?? []);
    const id = uniqueId(plainText(children), headings);
    headings.push({ level: Number(tokens[i].tag[1]), id, title: raw(self.renderInline(children, options, env)) });
    tokens[i].attrSet('id', id);
    return self.renderToken(tokens, i, options);
  };
  rules.heading_close = (tokens, i, options, env, self) => {
    const { id } = placeOf(env).headings.at(-1) as Heading;
    // For the mouse alone: the keyboard has the same targets in the table of contents.
    return `${html` <a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`}${self.renderToken(tokens, i, options)}`;
  };

  return {
    render: (source, place) => raw(md.render(source, { place })),
    lead(source, place) {
      const tokens = md.parse(source, {});
      const title = tokens.findIndex((token) => token.type === 'heading_open');
      if (title < 0) return undefined;
      const paragraph = tokens.findIndex((token, i) => i > title && token.type === 'paragraph_open');
      const words = paragraph < 0 ? [] : withoutLinks(withoutLabel(tokens[paragraph + 1].children ?? []));
      return {
        title: plainText(tokens[title + 1].children ?? []),
        question: raw(md.renderer.renderInline(words, md.options, { place })),
      };
    },
  };
}

function placeOf(env: unknown): Place {
  return (env as { place: Place }).place;
}

function formula(source: string, displayMode: boolean, place: Place): string {
  try {
    const math = renderMath(source, displayMode);
    return String(
      displayMode ? html`<span class="formula scroll">${math}</span>` : html`<span class="math">${math}</span>`,
    );
  } catch (error) {
    throw new Error(`${place.where}: the formula "${source.trim()}" cannot be set: ${(error as Error).message}`);
  }
}

function image(token: Token, place: Place): string {
  const source = String(token.attrGet('src') ?? '');
  const attachment = place.attachments?.[decodeURI(source.replace(/^attachment:/, ''))];
  const [type, data] = Object.entries(attachment ?? {})[0] ?? [];
  if (type === undefined && !source.startsWith('data:')) {
    throw new Error(
      `${place.where}: the image "${source}" is not in the notebook; paste it into the cell as an attachment.`,
    );
  }
  const uri = type === undefined ? source : `data:${type};base64,${data}`;
  return `<img src="${escapeHtml(uri)}" alt="${escapeHtml(token.content)}">`;
}

/** A link to another lesson leads to its page, one to a heading to its id; one that leads nowhere on the site becomes plain text. */
function resolveLink(tokens: Token[], open: number, place: Place): void {
  const href = String(tokens[open].attrGet('href') ?? '');
  if (/^[a-z][a-z\d+.-]*:/i.test(href)) return;
  const [file, fragment] = href.split('#');
  const target = file === '' ? '' : place.link(file);
  if (target !== undefined) {
    tokens[open].attrSet('href', target + (fragment ? `#${slug(decodeURI(fragment))}` : ''));
    return;
  }
  const close = tokens.findIndex((t, i) => i > open && t.type === 'link_close' && t.level === tokens[open].level);
  tokens[open].attrs = null;
  tokens[open].tag = tokens[close].tag = 'span';
}

function withoutLinks(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => token.type !== 'link_open' && token.type !== 'link_close');
}

/** Drops a bold label at the beginning. */
function withoutLabel(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => token.type !== 'text' || token.content !== '');
  const close = tokens.findIndex((token) => token.type === 'strong_close');
  return tokens[first]?.type === 'strong_open' ? tokens.slice(close + 1) : tokens;
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.type === 'softbreak' ? ' ' : token.content)).join('');
}

function uniqueId(text: string, headings: readonly Heading[]): string {
  const base = slug(text) || 'section';
  let id = base;
  for (let n = 2; headings.some((heading) => heading.id === id); n++) id = `${base}-${n}`;
  return id;
}

function slug(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
}
