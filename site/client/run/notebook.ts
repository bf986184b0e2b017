import type { Cell, Notebook } from 'initlab-kernel';
import { download } from '../browser/download.js';
import type { PageCell } from './cell.js';

/**
 * Downloads the lesson as a notebook, with the code and the outputs that the page shows. The prose
 * and the outputs of cells that have not run come from the notebook behind the page.
 */
export async function downloadNotebook(address: string, cells: readonly PageCell[]): Promise<void> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded`);
  const notebook = (await response.json()) as Notebook;
  const text = `${JSON.stringify(withCells(notebook, cells), null, 1)}\n`;
  download(text, 'application/x-ipynb+json', address.split('/').at(-1) ?? 'lesson.ipynb');
}

function withCells(notebook: Notebook, cells: readonly PageCell[]): Notebook {
  let number = 0;
  const merged = notebook.cells.map((cell): Cell => {
    if (cell.cell_type !== 'code' || textOf(cell.source).trim() === '') return cell;
    number += 1;
    const own = cells.find((candidate) => candidate.number === number);
    if (!own) return cell;
    const isChanged = own.notebook.source !== own.original;
    const code = isChanged ? { ...cell, source: own.notebook.source } : cell;
    if (own.state !== 'done' && own.state !== 'failed')
      return isChanged ? { ...code, outputs: [], execution_count: null } : code;
    return { ...code, outputs: own.notebook.outputs, execution_count: own.notebook.execution_count };
  });
  return { ...notebook, cells: merged };
}

/** A file of a notebook may have its texts as lists of lines. */
function textOf(source: string | readonly string[]): string {
  return typeof source === 'string' ? source : source.join('');
}
