import { setUpAnimation } from './animation.js';
import { toCsv } from './csv.js';
import type { Figure } from './figure.js';
import { draw, isDrawn, type Plot, type Plotly } from './plot.js';
import { applyTheme } from './plotTheme.js';
import { setUpPrinting } from './printing.js';

/** Draws each plot when it comes near the window. Fetches Plotly from `src` for the first plot. */
export function setUpPlots(src: string): void {
  const plots = [...document.querySelectorAll<HTMLElement>('figure.plot')].map(readPlot);
  const observer = new IntersectionObserver(
    (entries) => {
      const boxes = entries.filter((entry) => entry.isIntersecting).map((entry) => entry.target);
      for (const plot of plots.filter(({ box }) => boxes.includes(box))) {
        observer.unobserve(plot.box);
        loadPlotly(src).then(
          (plotly) => draw(plotly, plot),
          () => showFailure(plot),
        );
      }
    },
    { rootMargin: '600px 0px' },
  );
  for (const plot of plots) {
    observer.observe(plot.box);
    setUpAnimation(plot, () => loadPlotly(src).then((plotly) => draw(plotly, plot)));
  }

  const drawn = () => plots.filter(isDrawn);
  document.addEventListener('themechange', () => {
    for (const { canvas, figure } of drawn()) window.Plotly?.react(canvas, applyTheme(figure));
  });
  setUpPrinting(plots);
}

function readPlot(box: HTMLElement): Plot {
  const canvas = box.querySelector('.plot-canvas') as HTMLElement;
  const figure = JSON.parse(box.querySelector('script')?.textContent ?? '') as Figure;
  const button = box.querySelector('.plot-data') as HTMLButtonElement;
  button.addEventListener('click', () => download(toCsv(figure.data)));
  return { box, canvas, figure };
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

function download(text: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  link.download = 'plot.csv';
  link.click();
  URL.revokeObjectURL(link.href);
}
