import type { Highlight } from './highlight.js';
import { type Html, html, raw } from './html.js';

/** Shows code with a copy button, which is hidden where scripts do not run. */
export function codeBlock(code: string, language: string, highlight: Highlight): Html {
  return html`<div class="code">
<div class="code-bar"><span></span><button type="button" class="copy" aria-label="Copy code">Copy</button></div>
${highlight(withoutEnd(code), language)}
</div>`;
}

/**
 * Shows the code of a cell with its label, and with buttons that copy it and hide it.
 *
 * @param isFolded whether it is hidden from the start where scripts run
 */
export function cellCode(
  code: string,
  highlight: Highlight,
  { label, isFolded }: { label: string; isFolded: boolean },
): Html {
  const shown = withoutEnd(code);
  const lines = shown.split('\n').length;
  return html`<div class="code"${isFolded && raw(' data-folded')}>
<div class="code-bar"><span class="code-label">${label}</span><span class="code-lines">${lines === 1 ? '1 line' : `${lines} lines`} of code</span><button type="button" class="fold" aria-expanded="true"><span class="fold-word">Hide</span><span class="visually-hidden"> the code of ${label}</span></button><button type="button" class="copy" aria-label="Copy the code of ${label}">Copy</button></div>
${highlight(shown, 'typescript')}
</div>`;
}

function withoutEnd(code: string): string {
  return code.replace(/\n+$/, '');
}
