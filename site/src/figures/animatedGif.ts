import type { Notebook } from 'initlab-kernel';
import { plotBundles } from './plotBundles.js';

type Cell = Notebook['cells'][number];

/** The name under which prose shows the animation of the cell before it: `![…](attachment:animation.gif)`. */
const NAME = 'animation.gif';
const GIF = 'image/gif';

/**
 * Moves the GIF of an animation into the prose that shows it. Beside a PNG, which stands still but is shown everywhere, Notebook 6 and nbconvert
 * pass a GIF over; attached to prose it moves.
 */
export function attachAnimatedGif(cells: readonly Cell[]): Cell[] {
  let gif: unknown;
  return cells.map((cell, i) => {
    if (cell.cell_type === 'code') {
      const [bundle] = plotBundles([cell]).filter((data) => data[GIF] !== undefined);
      if (bundle !== undefined && shows(cells[i + 1])) {
        gif = bundle[GIF];
        return { ...cell, outputs: cell.outputs.map(withoutGif) };
      }
    } else if (gif !== undefined && shows(cell)) {
      const attachments = { ...cell.attachments, [NAME]: { [GIF]: gif } };
      gif = undefined;
      return { ...cell, attachments } as Cell;
    }
    return cell;
  });
}

function shows(cell: Cell | undefined): boolean {
  return cell?.cell_type === 'markdown' && cell.source.includes(`(attachment:${NAME})`);
}

function withoutGif<O extends object>(output: O): O {
  if (!('data' in output)) return output;
  const { [GIF]: _, ...data } = output.data as Record<string, unknown>;
  return { ...output, data };
}
