import { readFileSync } from 'node:fs';
import type { MimeBundle, Notebook } from 'initlab-kernel';
import { PLOTLY, plotBundles } from './plotBundles.js';

const PICTURE_TYPES = ['image/png', 'image/gif'];

/**
 * Adds to the plots of a run notebook the pictures that the committed file has of the same figures.
 * Readers without scripts see these pictures.
 */
export function withCommittedStills(notebook: Notebook, path: string): Notebook {
  // The kernel's own reader would load the kernel, which takes long and is not needed if nothing
  // runs.
  const committed = JSON.parse(readFileSync(path, 'utf8')) as Notebook;
  const stills = new Map(plotBundles(committed.cells).map((bundle) => [figureOf(bundle), bundle]));
  for (const bundle of plotBundles(notebook.cells)) {
    const still = stills.get(figureOf(bundle)) ?? {};
    for (const type of PICTURE_TYPES) if (still[type] !== undefined) bundle[type] = [still[type]].flat().join('');
  }
  return notebook;
}

/** Serializes a figure with sorted keys, because the keys in a committed file are sorted. */
function figureOf(bundle: MimeBundle): string {
  return JSON.stringify(bundle[PLOTLY], (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
