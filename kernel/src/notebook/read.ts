import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { findJsonError } from './jsonError.js';
import { parseCell } from './parseCell.js';
import { type Notebook, NotebookError } from './types.js';

/**
 * Reads a notebook of nbformat 4.
 *
 * Throws a {@link NotebookError} with the path and the problem: there is no such file, the text is
 * not JSON (with line and column), the file is not nbformat 4, or a cell is malformed.
 *
 * @example
 * const notebook = readNotebook('notebooks/01-variance-math.ipynb');
 * console.log(notebook.cells.length);
 */
export function readNotebook(path: string): Notebook {
  return readNotebookFile(path).notebook;
}

/** A notebook, with the text of the file that it was read from. */
export interface NotebookFile {
  notebook: Notebook;
  text: string;
}

/** Reads a notebook as {@link readNotebook} does, and keeps its text. */
export function readNotebookFile(path: string): NotebookFile {
  const text = readText(path);
  return { notebook: parseNotebook(path, text), text };
}

function parseNotebook(path: string, text: string): Notebook {
  const content = parseJson(path, text.replace(/^\uFEFF/, ''));
  if (!isRecord(content)) throw new NotebookError(path, 'not a notebook: the file holds no JSON object');
  const { nbformat, nbformat_minor, metadata, cells } = content;
  if (nbformat !== 4) {
    const found = nbformat === undefined ? 'it has no "nbformat"' : `it is nbformat ${JSON.stringify(nbformat)}`;
    throw new NotebookError(path, `${found}; only nbformat 4 can be read. Open and save it in Jupyter to convert it.`);
  }
  if (!Number.isInteger(nbformat_minor)) throw new NotebookError(path, '"nbformat_minor" must be a whole number');
  if (!isRecord(metadata)) throw new NotebookError(path, '"metadata" must be an object');
  if (!Array.isArray(cells)) throw new NotebookError(path, '"cells" must be a list');
  const parsed = cells.map((cell, i) => {
    try {
      return parseCell(cell);
    } catch (error) {
      throw new NotebookError(path, `cell ${i + 1} of ${cells.length}: ${(error as Error).message}`);
    }
  });
  return { cells: parsed, metadata, nbformat, nbformat_minor: nbformat_minor as number };
}

function readText(path: string): string {
  try {
    const bytes = readFileSync(path);
    if (isUtf8(bytes)) return bytes.toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const known: Record<string, string> = {
      ENOENT: 'no such file',
      EISDIR: 'is a folder, not a notebook',
      EACCES: 'cannot be read (permission denied)',
    };
    throw new NotebookError(path, known[code ?? ''] ?? message);
  }
  throw new NotebookError(path, 'not text in UTF-8, as notebooks must be');
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, findJsonError(text)).split('\n');
    const place = `line ${before.length}, column ${(before.at(-1) as string).length + 1}`;
    throw new NotebookError(path, `not JSON: the error begins at ${place}`);
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
