import type { MimeBundle } from './display.js';
import { escapeHtml } from './escapeHtml.js';

/** Characters of a bar in text. */
const width = 20;

/** `training  [########------------]  40%  40 of 100  loss 0.3`. */
export function progressText(done: number, total: number, label: string, note = ''): string {
  const filled = Math.floor((width * done) / total);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(width - filled)}]`;
  return [label, bar, `${percent(done, total)}%`.padStart(4), count(done, total), note].filter(Boolean).join('  ');
}

/** The bar for a notebook. No times in what stays: the output is the same at every run. */
export function progressBundle(done: number, total: number, label: string, note = ''): MimeBundle {
  const name = escapeHtml(label || 'progress');
  const bar = `<progress value="${done}" max="${total}" aria-label="${name}"></progress>`;
  const before = label === '' ? '' : `${name} `;
  const after = note === '' ? '' : ` ${escapeHtml(note)}`;
  return {
    'text/html': `<div>${before}${bar} ${percent(done, total)}% <small>${count(done, total)}${after}</small></div>`,
    'text/plain': progressText(done, total, label, note),
  };
}

/** Whole and never rounded up: 100 only when all is done. */
function percent(done: number, total: number): number {
  return Math.floor((100 * done) / total);
}

function count(done: number, total: number): string {
  return `${done} of ${total}`;
}
