/**
 * Loads the playground from `src`, if this page is the playground.
 *
 * @param setUp makes new parts of the page work
 */
export function setUpPlayground(src: string, setUp: (part: ParentNode) => void): void {
  const verdict = document.querySelector('.playground-verdict');
  if (!verdict) return;
  (import(src) as Promise<typeof import('./playground.js')>).then(
    ({ openPlayground }) => openPlayground(setUp),
    () => {
      verdict.textContent = 'The playground could not be loaded. Reload the page in a minute.';
    },
  );
}
