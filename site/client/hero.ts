/** Adds a button to the moving figure of the index that pauses it, and plays it again. */
export function setUpHero(): void {
  const figure = document.querySelector<HTMLElement>('.hero');
  const [first, ...others] = figure?.getAnimations({ subtree: true }) ?? [];
  // With reduced motion there is nothing to pause.
  if (!figure || !first) return;
  const all = [first, ...others];
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'hero-play' });
  const update = (): void => {
    button.textContent = first.playState === 'running' ? 'Pause' : 'Play';
  };
  button.addEventListener('click', () => {
    const isRunning = first.playState === 'running';
    for (const animation of all) {
      if (isRunning) animation.pause();
      else animation.play();
    }
    update();
  });
  first.addEventListener('finish', update);
  update();
  figure.append(button);
}
