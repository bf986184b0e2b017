/** How far down the window a section has to begin to be the one that is read: a third. */
const READING = 1 / 3;

/** Marks in the table of contents the section that is being read. */
export function setUpToc(): void {
  const links = [...document.querySelectorAll<HTMLAnchorElement>('.toc-side a')];
  const sections = links.flatMap((link) => {
    const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    return heading ? [{ link, heading }] : [];
  });
  if (sections.length === 0) return;

  const mark = (): void => {
    const line = window.innerHeight * READING;
    const read = sections.findLast(({ heading }) => heading.getBoundingClientRect().top < line);
    for (const section of sections) {
      if (section === read) section.link.setAttribute('aria-current', 'location');
      else section.link.removeAttribute('aria-current');
    }
  };
  let waiting = false;
  const markSoon = (): void => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener('scroll', markSoon, { passive: true });
  addEventListener('resize', markSoon);
  mark();
}
