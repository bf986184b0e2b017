import type { Plot } from './plot.js';

const FRAME_MS = 150;

/**
 * Makes the slider and the play button of a plot with frames work. The plot does not move until you
 * press Play.
 */
export function setUpAnimation(plot: Plot, ready: () => Promise<unknown>): void {
  const { box, canvas } = plot;
  const slider = box.querySelector<HTMLInputElement>('.plot-frame');
  const position = box.querySelector<HTMLOutputElement>('.plot-at');
  const button = box.querySelector<HTMLButtonElement>('.plot-play');
  if (!slider || !position || !button) return;

  const showFrame = (frame: number) => {
    const frames = plot.figure?.frames ?? [];
    slider.value = String(frame);
    position.textContent = frames[frame].name;
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
    ready().then(() => showFrame(frame));
  });
  // A change of theme redraws the plot, which then shows its last frame.
  document.addEventListener('themechange', () => {
    clearInterval(timer);
    slider.value = slider.max;
    position.textContent = '';
  });
  button.addEventListener('click', () => {
    clearInterval(timer);
    let frame = 0;
    ready().then(() => {
      timer = window.setInterval(() => {
        showFrame(frame);
        frame += 1;
        if (frame > Number(slider.max)) clearInterval(timer);
      }, FRAME_MS);
    });
  });
}
