/**
 * Makes content that is too wide scroll inside its box. The box is reachable by keyboard, as every
 * box is without this script, only if its content is too wide. An inline formula scrolls only if it
 * does not fit. Returns a function that does so for a part of the
 * page.
 */
export function setUpOverflow(): (part: ParentNode) => void {
  const boxes = new ResizeObserver((entries) => {
    for (const { target } of entries) markScrollable(target as HTMLElement);
  });
  const main = document.querySelector('main') as HTMLElement;
  const fitMath = () => {
    const edge = main.getBoundingClientRect().right;
    for (const math of main.querySelectorAll<HTMLElement>(':not(.katex-display) > .katex')) {
      math.classList.remove('wide');
      const isWide = math.getBoundingClientRect().right > edge;
      math.classList.toggle('wide', isWide);
      markScrollable(math);
    }
  };
  new ResizeObserver(fitMath).observe(main);
  document.fonts.ready.then(fitMath);
  return (part) => {
    for (const box of part.querySelectorAll<HTMLElement>('.scroll')) boxes.observe(box);
  };
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
