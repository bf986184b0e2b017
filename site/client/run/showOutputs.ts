import type { MimeBundle, Output } from 'initlab-kernel';
import type { OutputContext } from '../../src/outputs/mime.js';
import { showOutput } from '../../src/outputs/outputs.js';
import { html } from '../../src/prose/html.js';
import { createMarkdown } from '../../src/prose/markdown.js';
import type { Figure } from '../plots/figure.js';
import type { PlotBox } from '../plots/plot.js';
import type { PageCell } from './cell.js';

const PLOTLY = 'application/vnd.plotly.v1+json';

const markdown = createMarkdown((code) => html`<pre class="scroll" tabindex="0"><code>${code}</code></pre>`);

/** An output as the page shows it, and what it was made of. */
interface Shown {
  output: Output;
  data: MimeBundle | undefined;
  length: number;
  element: Element;
}

/** Removes an output, and lets the browser forget the pictures that only it has shown. */
function discard(element: Element): void {
  element.remove();
  for (const { src } of element.querySelectorAll<HTMLImageElement>('img[src^="blob:"]')) URL.revokeObjectURL(src);
}

/** Shows the outputs of cells that run, by the same code as those of the lesson. */
export interface OutputView {
  /** Shows new outputs of the cell with the next frame, because a cell may write many. */
  updateSoon(cell: PageCell): void;
  /** Shows the outputs of the lesson again. */
  restore(cell: PageCell): void;
}

/** @param setUp makes the parts of a new output work: its plots and its long texts */
export function createOutputView(setUp: (part: ParentNode) => void): OutputView {
  const shown = new WeakMap<PageCell, Shown[]>();
  let changed = new Set<PageCell>();

  function render(output: Output, { label }: PageCell): Element {
    let figure: Figure | undefined;
    const context: OutputContext = {
      label,
      markdown,
      prose: { where: label, faults: [], headings: [], link: () => undefined },
      addFile(content, extension) {
        if (typeof content === 'string') {
          figure = JSON.parse(content) as Figure;
          return '';
        }
        return URL.createObjectURL(new Blob([content as Uint8Array<ArrayBuffer>], { type: `image/${extension}` }));
      },
    };
    const template = document.createElement('template');
    template.innerHTML = String(showOutput(output, context));
    const element = template.content.firstElementChild as Element;
    const plot = element.querySelector<PlotBox>('figure.plot');
    if (plot && figure) plot.figure = figure;
    return element;
  }

  /** Lets a plot that stands there show the figure that has replaced its own. */
  function redraw(old: Shown | undefined, output: Output): boolean {
    const plot = old?.element.querySelector('figure.plot');
    if (!plot || !('data' in output) || old?.data?.[PLOTLY] === undefined) return false;
    const figure = output.data[PLOTLY] as { frames?: unknown[] } | undefined;
    if (figure === undefined || (figure.frames ?? []).length > 0) return false;
    plot.dispatchEvent(new CustomEvent('figurechange', { detail: structuredClone(figure) }));
    return true;
  }

  /** Shows the present outputs of the cell instead of what stands there. */
  function update(cell: PageCell): void {
    const before = shown.get(cell) ?? [];
    const after = cell.notebook.outputs.map((output, i): Shown => {
      const old = before[i];
      const data = 'data' in output ? output.data : undefined;
      const length = output.output_type === 'stream' ? output.text.length : 0;
      if (old?.output === output && old.data === data && old.length === length) return old;
      const element = redraw(old, output) ? old.element : render(output, cell);
      return { output, data, length, element };
    });
    shown.set(cell, after);
    for (const node of cell.committed) node.remove();
    for (const { element } of before) if (!after.some((item) => item.element === element)) discard(element);
    let last: Element = cell.element.querySelector('.code') as Element;
    for (const { element } of after) {
      const isNew = !element.isConnected;
      if (last.nextElementSibling !== element) last.after(element);
      if (isNew) setUp(element);
      last = element;
    }
  }

  function updateChanged(): void {
    const cells = changed;
    changed = new Set();
    for (const cell of cells) {
      // The outputs of the lesson stand until the cell has some of its own, or has none.
      if (cell.state === 'running' && cell.notebook.outputs.length === 0) continue;
      if (cell.state !== 'committed' && cell.state !== 'waiting') update(cell);
    }
  }

  return {
    updateSoon(cell) {
      if (changed.size === 0) requestAnimationFrame(updateChanged);
      changed.add(cell);
    },
    restore(cell) {
      for (const { element } of shown.get(cell) ?? []) discard(element);
      shown.delete(cell);
      cell.element.append(...cell.committed);
    },
  };
}
