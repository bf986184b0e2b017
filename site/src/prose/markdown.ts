import MarkdownIt, { type Token } from 'markdown-it';
import { codeBlock } from './codeBlock.js';
import type { Highlight } from './highlight.js';
import { type Html, html, raw } from './html.js';
import { resolveLink } from './links.js';
import { renderMath } from './math.js';
import { proseImage } from './proseImage.js';
import type { Heading, RenderContext } from './renderContext.js';
import { citations } from './rules/citations.js';
import { details } from './rules/details.js';
import { exercises } from './rules/exercises.js';
import { formulas } from './rules/formulas.js';
import { names } from './rules/names.js';
import { noBreak } from './rules/noBreak.js';
import { uniqueId } from './slug.js';

export interface Markdown {
  /** Renders a Markdown cell. */
  render(source: string, context: RenderContext): Html;
  /** Renders a text without paragraphs. */
  renderInline(source: string, context: RenderContext): Html;
  /**
   * Finds the first title and the first paragraph after it, without a bold label such as
   * **Question.**
   */
  lead(source: string, context: RenderContext): { title: string; question: Html } | undefined;
}

/**
 * Creates a renderer for the Markdown of notebooks, with formulas and highlighted code. HTML is
 * escaped.
 */
export function createMarkdown(highlight: Highlight): Markdown {
  const md = new MarkdownIt({ html: false, linkify: true });
  md.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  details(md);
  formulas(md);
  noBreak(md);
  names(md);
  citations(md);
  exercises(md);
  const { rules } = md.renderer;

  for (const name of ['math_inline', 'math_display', 'math_block']) {
    rules[name] = (tokens, i, _options, env) =>
      renderFormula(tokens[i].content, name !== 'math_inline', contextOf(env));
  }
  rules.fence = (tokens, i) => String(codeBlock(tokens[i].content, tokens[i].info.trim().split(/\s+/)[0], highlight));
  rules.code_block = (tokens, i) => String(codeBlock(tokens[i].content, 'text', highlight));
  rules.table_open = () => '<div class="scroll table" tabindex="0"><table>';
  rules.table_close = () => '</table></div>';
  rules.th_open = (tokens, i, options, _env, self) => {
    // An empty corner of a table is not the heading of anything.
    if (tokens[i + 1].content === '') tokens[i].tag = tokens[i + 2].tag = 'td';
    return self.renderToken(tokens, i, options);
  };
  rules.image = (tokens, i, _options, env) => String(proseImage(tokens[i], contextOf(env)));
  rules.link_open = (tokens, i, options, env, self) => {
    resolveLink(tokens, i, contextOf(env));
    return self.renderToken(tokens, i, options);
  };
  rules.heading_open = (tokens, i, options, env, self) => {
    const { headings } = contextOf(env);
    const children = withoutLinks(tokens[i + 1].children ?? []);
    const id = uniqueId(plainText(children), headings);
    headings.push({ level: Number(tokens[i].tag[1]), id, title: raw(self.renderInline(children, options, env)) });
    tokens[i].attrSet('id', id);
    return self.renderToken(tokens, i, options);
  };
  rules.heading_close = (tokens, i, options, env, self) => {
    const { id } = contextOf(env).headings.at(-1) as Heading;
    // The anchor is for the mouse only; the table of contents offers the same targets by keyboard.
    const anchor = html` <a class="anchor" href="#${id}" aria-hidden="true" tabindex="-1">#</a>`;
    return `${anchor}${self.renderToken(tokens, i, options)}${repeatExercise(tokens[i - 1].content, contextOf(env))}`;
  };

  /** Repeats the exercise under the heading of its solution, which begins with its number. */
  const repeatExercise = (heading: string, context: RenderContext): Html => {
    const number = Number(/^(\d+)\./.exec(heading)?.[1]);
    const exercise = context.exercise?.(number);
    if (exercise === undefined) return html``;
    const text = md.render(exercise.text, { context: { ...context, headings: [], exercise: undefined } });
    return html`<blockquote class="exercise">${raw(text)}<p><a href="${exercise.href}">Exercise ${number} in its lesson</a></p></blockquote>`;
  };

  return {
    render: (source, context) => raw(md.render(source, { context })),
    renderInline: (source, context) => raw(md.renderInline(source, { context })),
    lead(source, context) {
      const tokens = md.parse(source, {});
      const title = tokens.findIndex((token) => token.type === 'heading_open');
      if (title < 0) return undefined;
      const paragraph = tokens.findIndex((token, i) => i > title && token.type === 'paragraph_open');
      const words = paragraph < 0 ? [] : withoutLinks(withoutLabel(tokens[paragraph + 1].children ?? []));
      return {
        title: plainText(tokens[title + 1].children ?? []),
        question: raw(md.renderer.renderInline(words, md.options, { context })),
      };
    },
  };
}

function contextOf(env: unknown): RenderContext {
  return (env as { context: RenderContext }).context;
}

function renderFormula(source: string, displayMode: boolean, context: RenderContext): string {
  try {
    const math = renderMath(source, displayMode);
    return String(displayMode ? html`<span class="formula scroll" tabindex="0">${math}</span>` : math);
  } catch (error) {
    context.faults.push(
      `${context.where}: the formula "${source.trim()}" cannot be typeset: ${(error as Error).message}`,
    );
    return String(html`<code class="fault">${source}</code>`);
  }
}

function withoutLinks(tokens: readonly Token[]): Token[] {
  return tokens.filter((token) => token.type !== 'link_open' && token.type !== 'link_close');
}

/** Removes a bold label at the beginning. */
function withoutLabel(tokens: readonly Token[]): readonly Token[] {
  const first = tokens.findIndex((token) => token.type !== 'text' || token.content !== '');
  const close = tokens.findIndex((token) => token.type === 'strong_close');
  return tokens[first]?.type === 'strong_open' ? tokens.slice(close + 1) : tokens;
}

function plainText(tokens: readonly Token[]): string {
  return tokens.map((token) => (token.type === 'softbreak' ? ' ' : token.content)).join('');
}
