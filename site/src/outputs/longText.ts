import { type Html, html } from '../prose/html.js';
import { ansiLines } from './ansi.js';

const SHOWN = 20;
const SLACK = 10;

/** Text output, its colour codes set; of a long one the first lines, the rest behind a summary that opens it. */
export function longText(text: string): Html {
  const lines = ansiLines(text.replace(/\n$/, ''));
  if (lines.length <= SHOWN + SLACK) return pre(lines);
  const rest = lines.slice(SHOWN);
  return html`${pre(lines.slice(0, SHOWN))}
<details class="rest"><summary>${rest.length} more lines</summary>
${pre(rest)}</details>`;
}

function pre(lines: Html[]): Html {
  return html`<pre class="scroll">${lines.map((line, i) => html`${i > 0 && '\n'}${line}`)}</pre>`;
}
