import { createHighlighterCore } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { type Html, html, raw } from './html.js';

/** Highlights code of a language. Code of an unknown language is shown without colours. */
export type Highlight = (code: string, language: string) => Html;

export async function createHighlight(): Promise<Highlight> {
  const highlighter = await createHighlighterCore({
    themes: [
      import('shiki/themes/github-light-high-contrast.mjs'),
      import('shiki/themes/github-dark-high-contrast.mjs'),
    ],
    langs: [
      import('shiki/langs/typescript.mjs'),
      import('shiki/langs/bash.mjs'),
      import('shiki/langs/json.mjs'),
      import('shiki/langs/python.mjs'),
    ],
    engine: createJavaScriptRegexEngine(),
  });
  const knownLanguages = new Set(highlighter.getLoadedLanguages());

  return (code, language) => {
    const lang = knownLanguages.has(language) ? language : 'text';
    const { tokens } = highlighter.codeToTokens(code, {
      lang,
      themes: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
      defaultColor: false,
    });
    const lines = tokens.map((line) => html`${line.map((token) => span(token.content, token.htmlStyle))}\n`);
    return html`<pre class="scroll"><code>${lines}</code></pre>`;
  };
}

function span(text: string, style: Record<string, string> = {}): Html {
  const css = Object.entries(style)
    .map(([name, value]) => `${name}:${value}`)
    .join(';');
  return css === '' || text.trim() === '' ? html`${text}` : html`<span style="${raw(css)}">${text}</span>`;
}
