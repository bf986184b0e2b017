import type { Plot } from './plot.js';

const FRAME_MS = 150;

/** The slider and the button under a plot with frames. A plot whose picture stands still until Play is pressed disturbs nobody. */
export function setUpAnimation({ box, canvas, figure }: Plot, ready: () => Promise<unknown>): void {
  const slider = box.querySelector<HTMLInputElement>('.plot-frame');
  const at = box.querySelector<HTMLOutputElement>('.plot-at');
  const button = box.querySelector<HTMLButtonElement>('.plot-play');
  const { frames = [] } = figure;
  if (!slider || !at || !button) return;

  const go = (frame: number) => {
    slider.value = String(frame);
    at.textContent = frames[frame].name;
    window.Plotly?.animate(canvas, [frames[frame].name], {
      mode: 'immediate',
      transition: { duration: 0 },
      frame: { duration: 0 },
    });
  };
  let timer = 0;
  slider.addEventListener('input', () => {
    clearInterval(timer);
    const frame = Number(slider.value);
    ready().then(() => go(frame));
  });
  // The plot is then drawn anew, as the figure is: at its end.
  document.addEventListener('themechange', () => {
    clearInterval(timer);
    slider.value = slider.max;
    at.textContent = '';
  });
  button.addEventListener('click', () => {
    clearInterval(timer);
    let frame = 0;
    ready().then(() => {
      timer = window.setInterval(() => {
        go(frame);
        frame += 1;
        if (frame === frames.length) clearInterval(timer);
      }, FRAME_MS);
    });
  });
}
