import type { Notebook } from 'initlab-kernel';

/** Reading speeds. Code is skimmed, and most lessons are read with their code in view. */
const WORDS_PER_MINUTE = 200;
const CODE_LINES_PER_MINUTE = 40;

/** Estimates how long it takes to read a lesson, in minutes, to five minutes. */
export function readingMinutes({ cells }: Notebook): number {
  const count = (kind: 'markdown' | 'code', pattern: RegExp): number =>
    cells.reduce((sum, cell) => sum + (cell.cell_type === kind ? (cell.source.match(pattern)?.length ?? 0) : 0), 0);
  const minutes = count('markdown', /\S+/g) / WORDS_PER_MINUTE + count('code', /^.*\S/gm) / CODE_LINES_PER_MINUTE;
  return Math.max(5, 5 * Math.round(minutes / 5));
}
