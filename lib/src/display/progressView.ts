import type { MimeBundle } from './display.js';
import { escapeHtml } from './escapeHtml.js';

/** Length of a text bar in characters. */
const BAR_WIDTH_CHARACTERS = 20;

/** Puts the bar below the first letter of printed text, which JupyterLab indents. */
const LEFT_EDGE = 'padding-left: var(--jp-code-padding, 0)';

/** Draws the bar as text: `training  [########------------]  40%  40 of 100  loss 0.3`. */
export function progressText(done: number, total: number, label: string, note = ''): string {
  const filled = Math.floor((BAR_WIDTH_CHARACTERS * done) / total);
  const bar = `[${'#'.repeat(filled)}${'-'.repeat(BAR_WIDTH_CHARACTERS - filled)}]`;
  return [label, bar, `${percent(done, total)}%`.padStart(4), count(done, total), note].filter(Boolean).join('  ');
}

/** Draws the bar for a notebook. The output contains no times, so it is the same in every run. */
export function progressBundle(done: number, total: number, label: string, note = ''): MimeBundle {
  const name = escapeHtml(label || 'progress');
  const bar = `<progress value="${done}" max="${total}" aria-label="${name}"></progress>`;
  const before = label === '' ? '' : `${name} `;
  const after = note === '' ? '' : ` ${escapeHtml(note)}`;
  return {
    'text/html': `<div style="${LEFT_EDGE}">${before}${bar} ${percent(done, total)}% <small>${count(done, total)}${after}</small></div>`,
    'text/plain': progressText(done, total, label, note),
  };
}

/**
 * Computes the percentage as a whole number, rounded down, so that 100 means that everything is
 * done.
 */
function percent(done: number, total: number): number {
  return Math.floor((100 * done) / total);
}

function count(done: number, total: number): string {
  return `${done} of ${total}`;
}
