import { javascriptLanguage } from '@codemirror/lang-javascript';
import { highlightCode } from '@lezer/highlight';
import { html, raw } from '../../../src/prose/html.js';
import { createMarkdown } from '../../../src/prose/markdown.js';
import { KINDS } from './kinds.js';

const parser = javascriptLanguage.parser.configure({ dialect: 'ts' });

const markdown = createMarkdown((code) => html`<pre><code>${raw(highlight(code))}</code></pre>`);

/** A formula in a doc comment, which is TeX without dollar signs. */
const FORMULA = /^(\*\*Formula\*\*) (.+)$/gm;

/** Shows what is known of a name: its declaration and its doc comment, in Markdown. */
export function showDocs(source: string): HTMLElement {
  const context = { where: '', faults: [], headings: [], link: () => undefined };
  const docs = Object.assign(document.createElement('div'), { className: 'cm-docs' });
  // Long docs can be scrolled, also by keyboard.
  docs.tabIndex = 0;
  docs.innerHTML = String(markdown.render(source.replaceAll(FORMULA, '$1 $$$2$$'), context));
  return docs;
}

/** Writes code as HTML with the colours of the editor. */
function highlight(code: string): string {
  let result = '';
  highlightCode(
    code,
    parser.parse(code),
    KINDS,
    (text, kind) => {
      result += String(kind === '' ? html`${text}` : html`<span class="${kind}">${text}</span>`);
    },
    () => {
      result += '\n';
    },
  );
  return result;
}
