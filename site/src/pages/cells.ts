import type { CellFailure, Output } from 'initlab-kernel';
import { withoutProgress } from '../figures/withoutProgress.js';
import type { Lesson } from '../lessons/lesson.js';
import { showError, showOutput } from '../outputs/outputs.js';
import { codeBlock } from '../prose/codeBlock.js';
import type { Highlight } from '../prose/highlight.js';
import { type Html, html } from '../prose/html.js';
import type { Markdown } from '../prose/markdown.js';
import type { Heading, RenderContext } from '../prose/renderContext.js';

export interface Typesetter {
  markdown: Markdown;
  highlight: Highlight;
}

/** Shows the cells of a lesson, and collects their headings. */
export function showCells(
  { path, notebook, failure }: Lesson,
  { link, faults }: Pick<RenderContext, 'link' | 'faults'>,
  typesetter: Typesetter,
): { content: Html; headings: Heading[] } {
  const headings: Heading[] = [];
  let number = 0;
  const content = withoutProgress(notebook).cells.map((cell, i) => {
    const prose: RenderContext = { where: `${path}, cell ${i + 1}`, faults, headings, link };
    if (cell.cell_type === 'markdown') {
      const context = { ...prose, attachments: cell.attachments ?? {} };
      return html`<div class="prose">${typesetter.markdown.render(cell.source, context)}</div>`;
    }
    // Cells are counted as the runner counts them, which skips empty cells.
    if (cell.cell_type !== 'code' || cell.source.trim() === '') return '';
    number += 1;
    return showCode(cell.source, cell.outputs, { number, failure, prose, ...typesetter });
  });
  return { content: html`${content}`, headings };
}

interface CodeContext extends Typesetter {
  /** Number n of the cell, as in In [n]. */
  number: number;
  failure: CellFailure | undefined;
  prose: RenderContext;
}

function showCode(
  source: string,
  outputs: Output[],
  { number, failure, prose, markdown, highlight }: CodeContext,
): Html {
  const label = `In [${number}]`;
  const isNotRun = failure !== undefined && number > failure.cell;
  const shown = isNotRun ? [] : outputs.map((output) => showOutput(output, { label, markdown, prose }));
  // A cell that was stopped from outside, by the time limit for example, has no error output.
  const isStopped = failure?.cell === number && !outputs.some((output) => output.output_type === 'error');
  return html`<div class="cell" id="in-${number}">
${codeBlock(source, 'typescript', highlight, label)}
${isNotRun && html`<p class="note">not run</p>`}
${shown}${isStopped && showError(failure)}
</div>`;
}
