/** Part of the window height above which the heading of the current section lies. */
const READING_LINE = 1 / 3;

/** Marks the current section in the table of contents. */
export function setUpToc(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.toc-side a')];
  const sections = links.flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  if (sections.length === 0) return;

  const mark = (): void => {
    const line = window.innerHeight * READING_LINE;
    const read = sections.findLast(({ heading }) => heading.getBoundingClientRect().top < line);
    for (const section of sections) {
      if (section === read) section.link.setAttribute('aria-current', 'location');
      else section.link.removeAttribute('aria-current');
    }
  };
  let isWaiting = false;
  const markSoon = (): void => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => {
      isWaiting = false;
      mark();
    });
  };
  addEventListener('scroll', markSoon, { passive: true });
  addEventListener('resize', markSoon);
  mark();
}
