import type { CodeCell, MimeBundle, Notebook, Output } from 'initlab-kernel';
import { attachAnimatedGif } from './animatedGif.js';
import { PLOTLY, plotBundles } from './plotBundles.js';
import type { FigureJson, Still, StillDrawer } from './stills.js';
import { withoutProgress } from './withoutProgress.js';

/**
 * Turns a notebook that was run into the form that is committed. A plot becomes Plotly's JSON, a
 * picture and its title, because every front-end shows a picture, even in an untrusted notebook.
 * Drawing scripts and progress bars are removed, because they matter only while a cell is running.
 */
export async function preparePublication(notebook: Notebook, drawer: StillDrawer): Promise<Notebook> {
  const { cells } = withoutProgress(notebook);
  const bundles = plotBundles(cells);
  const stills = await drawer.draw(bundles.map((bundle) => bundle[PLOTLY] as FigureJson));
  const pictures = new Map(bundles.map((bundle, i) => [bundle, stills[i]]));
  return {
    ...notebook,
    cells: attachAnimatedGif(cells.map((cell) => (cell.cell_type === 'code' ? withPictures(cell, pictures) : cell))),
  };
}

function withPictures(cell: CodeCell, pictures: ReadonlyMap<MimeBundle, Still>): CodeCell {
  const outputs = cell.outputs.map((output) => {
    const still = 'data' in output ? pictures.get(output.data) : undefined;
    return still === undefined
      ? output
      : ({ ...output, data: withPicture((output as { data: MimeBundle }).data, still) } as Output);
  });
  return { ...cell, outputs };
}

function withPicture({ 'text/html': _, ...bundle }: MimeBundle, { png, gif }: Still): MimeBundle {
  return { ...bundle, 'image/png': png, ...(gif !== undefined && { 'image/gif': gif }) };
}
