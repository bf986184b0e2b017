import { createHash } from 'node:crypto';
import type { CellFailure, CodeCell } from 'initlab-kernel';
import { withoutProgress } from '../figures/withoutProgress.js';
import type { Lesson } from '../lessons/lesson.js';
import type { OutputContext } from '../outputs/mime.js';
import { showError, showOutput } from '../outputs/outputs.js';
import { cellCode } from '../prose/codeBlock.js';
import type { Highlight } from '../prose/highlight.js';
import { type Html, html } from '../prose/html.js';
import type { Markdown } from '../prose/markdown.js';
import type { Heading, RenderContext } from '../prose/renderContext.js';
import { linkNames, type NameLink } from '../reference/links.js';

export interface Typesetter {
  markdown: Markdown;
  highlight: Highlight;
}

/** The site around a lesson, as far as typesetting its cells needs it. */
export interface CellsContext
  extends Typesetter,
    Pick<RenderContext, 'link' | 'faults'>,
    Required<Pick<RenderContext, 'solution' | 'exercise'>>,
    Pick<OutputContext, 'addFile'> {
  nameLink: NameLink;
}

/** The cells of a lesson as HTML, and their headings. */
export interface ShownCells {
  content: Html;
  headings: Heading[];
}

/** Shows the cells of a lesson, and collects their headings. */
export function showCells({ path, notebook, failure }: Lesson, context: CellsContext): ShownCells {
  const { link, faults, nameLink, solution, exercise } = context;
  const headings: Heading[] = [];
  let number = 0;
  const content = withoutProgress(notebook).cells.map((cell, i) => {
    const prose: RenderContext = {
      where: `${path}, cell ${i + 1}`,
      faults,
      headings,
      link,
      nameLink,
      solution,
      exercise,
    };
    if (cell.cell_type === 'markdown') {
      const attached: RenderContext = {
        ...prose,
        attachment: (name) => addressOf(cell.attachments?.[name], context),
      };
      return html`<div class="prose">${context.markdown.render(cell.source, attached)}</div>`;
    }
    // Cells are counted as the runner counts them, which skips empty cells.
    if (cell.cell_type !== 'code' || cell.source.trim() === '') return '';
    number += 1;
    return showCode(cell, { ...context, number, failure, prose });
  });
  return { content: html`${content}`, headings };
}

/** Types of attached images that get an address of their own. An SVG there could run scripts. */
const PICTURE = /^image\/(png|jpeg|gif|webp)$/;

function addressOf(bundle: object | undefined, { addFile }: CellsContext): string | undefined {
  const [entry] = Object.entries(bundle ?? {});
  if (entry === undefined) return undefined;
  const [type, data] = entry;
  const extension = PICTURE.exec(type)?.[1];
  return extension === undefined ? `data:${type};base64,${data}` : addFile(Buffer.from(data, 'base64'), extension);
}

interface CodeContext extends CellsContext {
  /** Number n of the cell, as in In [n]. */
  number: number;
  failure: CellFailure | undefined;
  prose: RenderContext;
}

function showCode(
  { source, outputs, metadata }: CodeCell,
  { number, failure, prose, markdown, highlight, addFile, nameLink }: CodeContext,
): Html {
  const label = `In [${number}]`;
  const isNotRun = failure !== undefined && number > failure.cell;
  const shown = isNotRun ? [] : outputs.map((output) => showOutput(output, { label, markdown, prose, addFile }));
  // A cell that was stopped from outside, by the time limit for example, has no error output.
  const isStopped = failure?.cell === number && !outputs.some((output) => output.output_type === 'error');
  const below = html`${isNotRun && html`<p class="note">not run</p>`}
${shown}${isStopped && showError(failure)}`;
  return html`<div class="cell" id="in-${number}" data-outputs="${digest(below)}">
${cellCode(source, (text, language) => linkNames(highlight(text, language), nameLink), { label, isFolded: isHiddenTag(metadata) || isMostlyImports(source) })}
${below}
</div>`;
}

/** Digest of a cell’s outputs, by which an open page finds the cells that a run has changed. */
function digest(outputs: Html): string {
  return createHash('sha256').update(String(outputs)).digest('base64url').slice(0, 8);
}

/** Checks for the tag with which Jupyter Book hides the code of a cell. */
function isHiddenTag({ tags }: CodeCell['metadata']): boolean {
  return Array.isArray(tags) && tags.includes('hide-input');
}

/** Checks whether most lines of the code only import names. */
function isMostlyImports(source: string): boolean {
  const lines = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;
  const rest = source.replace(/^import\b[^;]*;/gm, '');
  return lines(rest) < lines(source) / 2;
}
