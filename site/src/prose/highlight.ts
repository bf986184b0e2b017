import { createHighlighterCore, type ThemeRegistration } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import { type Html, html } from './html.js';

/** Highlights code of a language. Code of an unknown language is shown without colours. */
export type Highlight = (code: string, language: string) => Html;

/**
 * The kinds of words that have a colour, and their scopes in the grammars: comments, keywords,
 * constants, strings, functions and types. The name of a kind is a class of the style sheet. It is
 * short because a lesson has a thousand such words. Everything else has the colour of the text.
 */
const KINDS: Record<string, string[]> = {
  c: ['comment', 'punctuation.definition.comment'],
  k: ['keyword', 'storage'],
  n: ['constant', 'variable.language', 'support.type.builtin', 'support.type.primitive'],
  s: ['string', 'punctuation.definition.string', 'support.type.property-name.json'],
  f: ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
  t: ['entity.name.type', 'support.class', 'entity.other.inherited-class'],
};

const PLAIN = 'plain';

/** Theme that gives a word the name of its kind where other themes give it a colour. */
const theme: ThemeRegistration = {
  name: 'kinds',
  type: 'light',
  fg: PLAIN,
  bg: PLAIN,
  settings: [
    { settings: { foreground: PLAIN } },
    ...Object.entries(KINDS).map(([kind, scope]) => ({ scope, settings: { foreground: kind } })),
    {
      scope: ['keyword.operator', 'storage.type.function.arrow', 'meta.template.expression'],
      settings: { foreground: PLAIN },
    },
    // Operators that are words, such as new and typeof.
    { scope: ['keyword.operator.new', 'keyword.operator.expression'], settings: { foreground: 'k' } },
  ],
};

let created: Promise<Highlight> | undefined;

/** Creates the highlighter, which all pages share because it takes half a second. */
export function createHighlight(): Promise<Highlight> {
  created ??= create();
  return created;
}

async function create(): Promise<Highlight> {
  const highlighter = await createHighlighterCore({
    themes: [theme],
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/bash.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/python.mjs'),
    ],
    // It takes half the time of the engine in JavaScript.
    engine: createOnigurumaEngine(import('shiki/wasm')),
  });
  const knownLanguages = new Set(highlighter.getLoadedLanguages());

  return (code, language) => {
    const lang = knownLanguages.has(language) ? language : 'text';
    // The default limit of half a second would leave long lines without colours on a busy machine.
    const { tokens } = highlighter.codeToTokens(code, { lang, theme: theme.name ?? '', tokenizeTimeLimit: 0 });
    const lines = tokens.map((line) => html`${joinKinds(line).map(({ content, color }) => span(content, color))}\n`);
    return html`<pre class="scroll" tabindex="0"><code>${lines}</code></pre>`;
  };
}

interface Word {
  content: string;
  color?: string | undefined;
}

/** Joins neighbouring words of one kind, and the spaces between them. */
function joinKinds(words: readonly Word[]): Word[] {
  const joined: Word[] = [];
  for (const { content, color } of words) {
    const last = joined.at(-1);
    if (last && (last.color === color || content.trim() === '')) last.content += content;
    else joined.push({ content, color });
  }
  return joined;
}

function span(text: string, kind = PLAIN): Html {
  return Object.hasOwn(KINDS, kind) ? html`<span class="${kind}">${text}</span>` : html`${text}`;
}
