import type { Output } from 'initlab-kernel';
import { addSolved } from '../browser/solved.js';

/** The words by which the library's `check` says that an answer is right. */
const RIGHT = /^Exercise (\d\d\.\d+): right\.$/;

/**
 * Notes the exercises that the outputs of a cell say are solved, if they are exercises of this
 * page. The page of the solutions has none.
 */
export function noteSolved(outputs: readonly Output[]): void {
  const ofPage = document.querySelector<HTMLElement>('article[data-exercises]')?.dataset.exercises?.split(' ') ?? [];
  const texts = outputs.flatMap((output) => ('data' in output ? String(output.data['text/plain'] ?? '') : []));
  const solved = texts.flatMap((text) => RIGHT.exec(text)?.[1] ?? []).filter((name) => ofPage.includes(name));
  if (solved.length > 0) addSolved(solved);
}
