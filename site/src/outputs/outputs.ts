import type { ErrorOutput, Output } from 'initlab-kernel';
import { type Html, html } from '../prose/html.js';
import { longText } from './longText.js';
import { type OutputContext, showBundle } from './mime.js';

/** Shows one output of a cell. */
export function showOutput(output: Output, context: OutputContext): Html {
  if (output.output_type === 'stream') return showStream(output.name, output.text);
  if (output.output_type === 'error') return showError(output);
  return html`<div class="output">${showBundle(output.data, context)}</div>`;
}

function showStream(name: string, text: string): Html {
  const label = name === 'stderr' && html`<p class="output-label">stderr</p>`;
  return html`<div class="output ${name}">${label}${longText(text)}</div>`;
}

/** Shows an error with its stack, and its message only once. */
export function showError({ ename, evalue, traceback }: Omit<ErrorOutput, 'output_type'>): Html {
  const stack = traceback.join('\n').replace(`${ename}: ${evalue}`, '').replace(/^\n/, '');
  return html`<div class="output error">
<p class="output-label">Error</p>
<p class="error-message"><strong>${ename}</strong>: ${evalue}</p>
${stack !== '' && longText(stack)}</div>`;
}
