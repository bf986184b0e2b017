import { formatJson } from './formatJson.js';
import { replaceFile } from './replaceFile.js';
import { isSplitType, splitLines } from './text.js';
import type { Cell, MimeBundle, Notebook, Output } from './types.js';

/**
 * Writes a notebook as Jupyter does: with sorted keys, an indent of one, numbers as Python writes
 * them, texts as lists of lines, and a line break at the end. Saving it in Jupyter changes nothing.
 * The file keeps its owner, mode and links, and is replaced in one step if that keeps them.
 *
 * @example
 * const { notebook } = await runNotebook('notebooks/01-variance-math.ipynb');
 * writeNotebook('out/01-variance-math.ipynb', notebook);
 */
export function writeNotebook(path: string, notebook: Notebook): void {
  replaceFile(path, formatNotebook(notebook));
}

/** Formats the file of a notebook. */
export function formatNotebook(notebook: Notebook): string {
  const cells = withIds(notebook).map(toDiskCell);
  return `${formatJson({ ...notebook, cells })}\n`;
}

/**
 * Gives every cell that lacks an id one that is made from its position. nbformat requires ids from
 * minor version 5 on.
 */
export function withIds({ cells, nbformat_minor }: Notebook): Cell[] {
  if (nbformat_minor < 5) return cells.map(({ id: _id, ...cell }) => cell as Cell);
  const taken = new Set(cells.map((cell) => cell.id));
  return cells.map((cell, i) => {
    if (cell.id !== undefined) return cell;
    let id = `cell-${i + 1}`;
    while (taken.has(id)) id += '-';
    taken.add(id);
    return { ...cell, id };
  });
}

/** Gives a cell the form that it has in a file, with texts as lists of lines. */
export function toDiskCell(cell: Cell): object {
  const source = splitLines(cell.source);
  if (cell.cell_type === 'code') return { ...cell, source, outputs: cell.outputs.map(toDiskOutput) };
  if (!cell.attachments) return { ...cell, source };
  const files = Object.entries(cell.attachments).map(([name, data]) => [name, toDiskBundle(data)]);
  return { ...cell, source, attachments: Object.fromEntries(files) };
}

function toDiskOutput(output: Output): object {
  if (output.output_type === 'stream') return { ...output, text: splitLines(output.text) };
  return 'data' in output ? { ...output, data: toDiskBundle(output.data) } : output;
}

function toDiskBundle(bundle: MimeBundle): MimeBundle {
  const entries = Object.entries(bundle);
  return Object.fromEntries(
    entries.map(([type, data]) => [type, typeof data === 'string' && isSplitType(type) ? splitLines(data) : data]),
  );
}
