import type { Highlight } from './highlight.js';
import { type Html, html } from './html.js';

/** Shows code with its label and a copy button, which is hidden where scripts do not run. */
export function codeBlock(code: string, language: string, highlight: Highlight, label = ''): Html {
  const of = label === '' ? 'code' : `the code of ${label}`;
  return html`<div class="code">
<div class="code-bar"><span class="code-label">${label}</span><button type="button" class="copy" aria-label="Copy ${of}">Copy</button></div>
${highlight(code.replace(/\n+$/, ''), language)}
</div>`;
}
