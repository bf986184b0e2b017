/** Closes the list of lessons in the header at a click elsewhere, and with Escape. */
export function setUpMenu(): void {
  const menu = document.querySelector<HTMLDetailsElement>('.lesson-menu');
  if (!menu) return;
  document.addEventListener('click', ({ target }) => {
    if (!menu.contains(target as Node)) menu.open = false;
  });
  menu.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
  });
}
