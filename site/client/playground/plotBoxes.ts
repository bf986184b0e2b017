import type { Figure } from 'initlab/plot';
import { plotOutput } from '../../src/outputs/plotOutput.js';
import { html } from '../../src/prose/html.js';
import type { Figure as PageFigure } from '../plots/figure.js';
import type { PlotBox } from '../plots/plot.js';

/**
 * Shows figures in a part of the page, in the order of their names. A figure that is shown again
 * replaces itself, and one that there is not hides its place.
 *
 * @param setUp makes new parts of the page work
 */
export function createPlotBoxes(
  parent: HTMLElement,
  setUp: (part: ParentNode) => void,
): (name: string, figure: Figure | undefined) => void {
  const boxes = new Map<string, PlotBox>();
  return (name, figure) => {
    boxes.get(name)?.parentElement?.toggleAttribute('hidden', figure === undefined);
    if (figure === undefined) return;
    const shown = figure as PageFigure;
    const known = boxes.get(name);
    if (known) {
      known.dispatchEvent(new CustomEvent('figurechange', { detail: shown }));
      return;
    }
    const place = document.createElement('div');
    place.className = 'playground-plot';
    place.innerHTML = String(plotOutput(figure, { address: '', still: html``, fallbackTitle: name }));
    const box = place.querySelector('figure') as PlotBox;
    box.figure = shown;
    boxes.set(name, box);
    parent.append(place);
    setUp(place);
  };
}
