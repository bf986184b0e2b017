/** What is too wide for its place scrolls inside it and can be reached by keyboard; a formula in a line only if it has to. */
export function setUpOverflow(): void {
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) markScrollable(target as HTMLElement);
  });
  for (const box of document.querySelectorAll<HTMLElement>('.scroll')) boxes.observe(box);

  const main = document.querySelector('main') as HTMLElement;
  const fitMath = () => {
    const edge = main.getBoundingClientRect().right;
    for (const math of main.querySelectorAll<HTMLElement>('.math')) {
      math.classList.remove('wide');
      const wide = math.getBoundingClientRect().right > edge;
      math.classList.toggle('wide', wide);
      markScrollable(math);
    }
  };
  new ResizeObserver(fitMath).observe(main);
  document.fonts.ready.then(fitMath);
}

function markScrollable(box: HTMLElement): void {
  if (box.scrollWidth > box.clientWidth && box.clientWidth > 0) {
    box.tabIndex = 0;
    box.setAttribute('role', 'group');
    box.setAttribute('aria-label', 'Wide content, scrolls sideways');
  } else if (box.tabIndex === 0) {
    for (const name of ['tabindex', 'role', 'aria-label']) box.removeAttribute(name);
  }
}
