import { readFileSync } from 'node:fs';
import type { MimeBundle, Notebook } from 'initlab-kernel';
import { PLOTLY, plotBundles } from './plotBundles.js';

const PICTURES = ['image/png', 'image/gif'];

/** A notebook that was run, its plots with the pictures that the committed file holds of the same figures: for readers without scripts. */
export function withCommittedStills(notebook: Notebook, path: string): Notebook {
  // Not by the kernel's reader: a start with nothing to run does without the time the kernel takes to load.
  const committed = JSON.parse(readFileSync(path, 'utf8')) as Notebook;
  const stills = new Map(plotBundles(committed.cells).map((bundle) => [figureOf(bundle), bundle]));
  for (const bundle of plotBundles(notebook.cells)) {
    const still = stills.get(figureOf(bundle)) ?? {};
    for (const type of PICTURES) if (still[type] !== undefined) bundle[type] = [still[type]].flat().join('');
  }
  return notebook;
}

/** A file's keys are sorted, so they are sorted here. */
function figureOf(bundle: MimeBundle): string {
  return JSON.stringify(bundle[PLOTLY], (_, value) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
