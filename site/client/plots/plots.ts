import { download } from '../browser/download.js';
import { setUpAnimation } from './animation.js';
import { toCsv } from './csv.js';
import type { Figure } from './figure.js';
import { draw, fetchFigure, hasFigure, isDrawn, type Plot, type PlotBox, type Plotly } from './plot.js';
import { applyTheme } from './plotTheme.js';
import { setUpPrinting } from './printing.js';

/**
 * Prepares for plots. Returns a function that draws each plot of a part of the page when it comes
 * near the window. Plotly is fetched from `src` for the first plot, and with it the figures of all
 * plots, so that they can be printed.
 */
export function setUpPlots(src: string): (part: ParentNode) => void {
  const plots: Plot[] = [];
  const ready = async (plot: Plot): Promise<void> => {
    for (const other of plots) fetchFigure(other).catch(() => {});
    const [plotly, fetched] = await Promise.all([loadPlotly(src), fetchFigure(plot)]);
    await draw(plotly, fetched);
  };
  const observer = new IntersectionObserver(
    (entries) => {
      const boxes = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
      for (const plot of plots.filter(({ box }) => boxes.includes(box))) {
        observer.unobserve(plot.box);
        ready(plot).catch(() => showFailure(plot));
      }
    },
    { rootMargin: '600px 0px' },
  );
  document.addEventListener('themechange', () => {
    for (const { canvas, figure } of plots.filter(isDrawn).filter(hasFigure))
      window.Plotly?.react(canvas, applyTheme(figure));
  });
  setUpPrinting(plots);

  return (part) => {
    for (const box of part.querySelectorAll<HTMLElement>('figure.plot')) {
      const plot = readPlot(box);
      plots.push(plot);
      observer.observe(box);
      setUpAnimation(plot, () => ready(plot));
      box.addEventListener('figurechange', ({ detail }: CustomEvent<Figure>) => {
        plot.figure = detail;
        if (isDrawn(plot)) void window.Plotly?.react(plot.canvas, applyTheme(detail));
      });
    }
  };
}

function readPlot(box: PlotBox): Plot {
  const plot: Plot = { box, canvas: box.querySelector('.plot-canvas') as HTMLElement };
  if (box.figure) plot.figure = box.figure;
  const button = box.querySelector('.plot-data') as HTMLButtonElement;
  button.addEventListener('click', async () =>
    download(toCsv((await fetchFigure(plot)).figure.data), 'text/csv', 'plot.csv'),
  );
  return plot;
}

/** Shows the still picture again, with a note why. */
function showFailure({ box }: Plot): void {
  box.classList.add('failed');
  const note = Object.assign(document.createElement('p'), { className: 'note' });
  note.textContent = 'The interactive plot could not be loaded.';
  box.append(note);
}

let loading: Promise<Plotly> | undefined;

function loadPlotly(src: string): Promise<Plotly> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.src = src;
    script.onload = () => resolve(window.Plotly as Plotly);
    script.onerror = () => reject(new Error(`${src} could not be loaded`));
    document.head.append(script);
  });
  return loading;
}
