import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative, sep } from 'node:path';
import { readNotebook } from 'initlab-kernel';

const ROOT = join(import.meta.dirname, '../..');

/** A piece of Markdown that readers see. */
export interface Text {
  /** Path from the project's root, with slashes. */
  file: string;
  /** Name for messages: the file, and the cell if it is a notebook. */
  where: string;
  source: string;
}

/** Reads all prose of the project: the Markdown files and the Markdown cells of notebooks. */
export function allTexts(): Text[] {
  return filesBelow(ROOT).flatMap((path) => {
    const file = relative(ROOT, path).split(sep).join(posix.sep);
    if (file.endsWith('.md')) return [{ file, where: file, source: readFileSync(path, 'utf8') }];
    return readNotebook(path).cells.flatMap(({ cell_type, source }, i) =>
      cell_type === 'markdown' ? [{ file, where: `${file}, cell ${i + 1}`, source }] : [],
    );
  });
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return /^(\.|node_modules$|dist$|executed$)/.test(entry.name) ? [] : filesBelow(path);
    return /\.(md|ipynb)$/.test(entry.name) ? [path] : [];
  });
}

/** Finds the file that a relative address in another file means. */
export function besides(file: string, address: string): string {
  return join(ROOT, dirname(file), decodeURI(address));
}
