import { readNotebook } from 'initlab-kernel';
import { findLessons } from '../../../site/src/lessons/files.js';

/** A row of a table, by the names of its columns. */
export type Row = Record<string, string>;

/** Reads the tables of a Markdown text that have all the given columns. */
export function tablesOf(markdown: string, columns: readonly string[]): Row[] {
  const lines = markdown.split('\n');
  return lines.flatMap((line, i) => {
    if (!/^\| ?:?--/.test(line)) return [];
    const header = cellsOf(lines[i - 1]);
    if (!columns.every((column) => header.includes(column))) return [];
    const rest = lines.slice(i + 1);
    const end = rest.findIndex((other) => !other.startsWith('|'));
    return rest
      .slice(0, end < 0 ? undefined : end)
      .map((row) => Object.fromEntries(cellsOf(row).map((cell, place) => [header[place], cell])));
  });
}

/** The tables in the prose of all lessons, and those that their cells show. */
export function lessonTables(columns: readonly string[]): { lesson: string; inProse: Row[]; shown: Row[] }[] {
  return findLessons().map(({ name, path }) => {
    const { cells } = readNotebook(path);
    const prose = cells.map((cell) => (cell.cell_type === 'markdown' ? cell.source : ''));
    const outputs = cells.flatMap((cell) => (cell.cell_type === 'code' ? cell.outputs : []));
    const shown = outputs.map((output) => {
      const bundle = 'data' in output ? (output.data as Record<string, unknown>) : {};
      return String(bundle['text/markdown'] ?? '');
    });
    return {
      lesson: name,
      inProse: prose.flatMap((text) => tablesOf(text, columns)),
      shown: shown.flatMap((text) => tablesOf(text, columns)),
    };
  });
}

/** The code in backticks of a cell or a text. */
export function codeIn(text: string): string[] {
  return [...text.matchAll(/`([^`\n]+)`/g)].map(([, code]) => code);
}

function cellsOf(row: string): string[] {
  return row
    .replace(/^\| ?| ?\|$/g, '')
    .split(/ ?(?<!\\)\| ?/)
    .map((cell) => cell.trim().replace(/\\([\\`*_|[\]<>$])/g, '$1'));
}
