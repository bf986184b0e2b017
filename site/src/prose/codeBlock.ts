import type { Highlight } from './highlight.js';
import { type Html, html, raw } from './html.js';

/** Shows code with room for a copy button, which the script of the page adds. */
export function codeBlock(code: string, language: string, highlight: Highlight): Html {
  return html`<div class="code">
<div class="code-bar"></div>
${highlight(withoutEnd(code), language)}
</div>`;
}

/**
 * Shows the code of a cell with its label. The page's script adds buttons that copy and hide it.
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
<div class="code-bar"><span class="code-label">${label}</span><span class="code-lines">${lines === 1 ? '1 line' : `${lines} lines`} of code</span></div>
${highlight(shown, 'typescript')}
</div>`;
}

function withoutEnd(code: string): string {
  return code.replace(/\n+$/, '');
}
