import { type Html, html } from '../prose/html.js';
import { ansiLines } from './ansi.js';

const SHOWN_LINES = 20;

/** Number of further lines that are still shown, because folding so few away would gain little. */
const SLACK_LINES = 10;

/**
 * Shows a text output in its colours. A long text shows its first lines and folds the rest away.
 */
export function longText(text: string): Html {
  const lines = ansiLines(text.replace(/\n$/, ''));
  if (lines.length <= SHOWN_LINES + SLACK_LINES) return pre(lines);
  const rest = lines.slice(SHOWN_LINES);
  return html`${pre(lines.slice(0, SHOWN_LINES))}
<details class="rest"><summary>${rest.length} more lines</summary>
${pre(rest)}</details>`;
}

function pre(lines: Html[]): Html {
  return html`<pre class="scroll" tabindex="0">${lines.map((line, i) => html`${i > 0 && '\n'}${line}`)}</pre>`;
}
