/** Marks in the table of contents the section that is being read. */
export function setUpToc(): void {
  const links = new Map<string, HTMLAnchorElement>();
  for (const link of document.querySelectorAll<HTMLAnchorElement>('.toc-side a')) links.set(link.hash.slice(1), link);
  if (links.size === 0) return;

  const observer = new IntersectionObserver(
    (entries) => {
      const reached = entries.filter((entry) => entry.isIntersecting).at(-1);
      if (reached === undefined) return;
      for (const [id, link] of links) {
        if (id === reached.target.id) link.setAttribute('aria-current', 'location');
        else link.removeAttribute('aria-current');
      }
    },
    { rootMargin: '0px 0px -70% 0px' },
  );
  for (const id of links.keys()) {
    const heading = document.getElementById(decodeURIComponent(id));
    if (heading) observer.observe(heading);
  }
}
