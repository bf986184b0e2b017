import type { Plot } from './plot.js';

const FRAME_MS = 150;

/**
 * Makes the slider and the button of a plot with frames work. The plot does not move until you
 * press Play, and stops when you press Pause.
 */
export function setUpAnimation(plot: Plot, ready: () => Promise<unknown>): void {
  const { box, canvas } = plot;
  const slider = box.querySelector<HTMLInputElement>('.plot-frame');
  const position = box.querySelector<HTMLOutputElement>('output.plot-at');
  const button = box.querySelector<HTMLButtonElement>('.plot-play');
  if (!slider || !position || !button) return;

  const showFrame = (frame: number) => {
    const frames = plot.figure?.frames ?? [];
    slider.value = String(frame);
    position.textContent = frames[frame].name;
    slider.ariaValueText = frames[frame].name;
    window.Plotly?.animate(canvas, [frames[frame].name], {
      mode: 'immediate',
      transition: { duration: 0 },
      frame: { duration: 0 },
    });
  };
  let timer: number | undefined;
  let isPlaying = false;
  const pause = () => {
    clearInterval(timer);
    isPlaying = false;
    nameButton(button, 'Play');
  };
  slider.addEventListener('input', () => {
    pause();
    const frame = Number(slider.value);
    ready().then(
      () => showFrame(frame),
      () => {},
    );
  });
  // A change of theme redraws the plot, which then shows its own frame again.
  const atStart = position.textContent;
  document.addEventListener('themechange', () => {
    pause();
    slider.value = slider.defaultValue;
    position.textContent = atStart;
  });
  button.addEventListener('click', async () => {
    if (isPlaying) {
      pause();
      return;
    }
    isPlaying = true;
    // After the last frame, and before the first play, it begins again; after a pause it goes on.
    const last = Number(slider.max);
    let frame = Number(slider.value) === last ? 0 : Number(slider.value) + 1;
    nameButton(button, 'Pause');
    // Without Plotly nothing can play; the plot itself says that it could not be loaded.
    await ready().catch(pause);
    // While the plot was loaded, Pause may have been pressed, and then Play again.
    clearInterval(timer);
    if (!isPlaying) return;
    timer = window.setInterval(() => {
      showFrame(frame);
      frame += 1;
      if (frame > last) pause();
    }, FRAME_MS);
  });
}

/** Names a button by its action, also for screen readers. */
function nameButton(button: HTMLButtonElement, action: 'Play' | 'Pause'): void {
  button.textContent = action;
  button.ariaLabel = button.ariaLabel?.replace(/^\w+/, action) ?? action;
}
