import type { Notebook } from 'initlab-kernel';
import { plotBundles } from './plotBundles.js';

type Cell = Notebook['cells'][number];

/**
 * File name by which a Markdown cell shows the animation of the code cell before it:
 * `![…](attachment:animation.gif)`.
 */
const ATTACHMENT_NAME = 'animation.gif';
const GIF_TYPE = 'image/gif';

/**
 * Moves the GIF of an animation from the output into the Markdown cell that shows it. Notebook 6
 * and nbconvert ignore a GIF in an output that also has a PNG, but they play a GIF that is attached
 * to a Markdown cell.
 */
export function attachAnimatedGif(cells: readonly Cell[]): Cell[] {
  let gif: unknown;
  return cells.map((cell, i) => {
    if (cell.cell_type === 'code') {
      const [bundle] = plotBundles([cell]).filter((data) => data[GIF_TYPE] !== undefined);
      if (bundle !== undefined && showsAnimation(cells[i + 1])) {
        gif = bundle[GIF_TYPE];
        return { ...cell, outputs: cell.outputs.map(withoutGif) };
      }
    } else if (gif !== undefined && showsAnimation(cell)) {
      const attachments = { ...cell.attachments, [ATTACHMENT_NAME]: { [GIF_TYPE]: gif } };
      gif = undefined;
      return { ...cell, attachments } as Cell;
    }
    return cell;
  });
}

function showsAnimation(cell: Cell | undefined): boolean {
  return cell?.cell_type === 'markdown' && cell.source.includes(`(attachment:${ATTACHMENT_NAME})`);
}

function withoutGif<O extends object>(output: O): O {
  if (!('data' in output)) return output;
  const { [GIF_TYPE]: _, ...data } = output.data as Record<string, unknown>;
  return { ...output, data };
}
