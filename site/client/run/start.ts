import { readStored } from '../browser/storage.js';
import { makeButton } from './button.js';
import type { Controls } from './controls.js';

/** Key under which the edits of the lesson at this address are stored. */
const EDITS_KEY = `initlab-edits ${location.pathname}`;

/**
 * Offers to run and to edit the cells. Everything that this needs is loaded from `src` when a
 * reader first wants it, or has edited the lesson before. Returns a function that adds the buttons
 * to the cells of a part of the page.
 */
export function setUpRunning(src: string, setUp: (part: ParentNode) => void): (part: ParentNode) => void {
  const tools = document.querySelector<HTMLElement>('.page-tools');
  if (!tools) return () => {};
  const status = Object.assign(document.createElement('span'), { className: 'run-trouble' });
  status.setAttribute('role', 'status');
  let loading: Promise<Controls> | undefined;
  let tries = 0;
  const open = (): Promise<Controls> => {
    // A browser never asks again for a script whose address has failed.
    const address = tries === 0 ? src : `${src}?${tries}`;
    loading ??= (import(address) as Promise<typeof import('./lesson.js')>).then(({ openLesson }) =>
      openLesson(setUp, EDITS_KEY),
    );
    return loading;
  };
  const ask = async (act: (controls: Controls) => void): Promise<void> => {
    try {
      act(await open());
      status.textContent = '';
    } catch {
      loading = undefined;
      tries += 1;
      status.textContent =
        'The cells cannot be run now: a part of the page could not be loaded. Try again in a minute.';
    }
  };

  const runAll = makeButton('run-all', 'Run all');
  runAll.addEventListener('click', () => ask((controls) => controls.runAll()));
  tools.prepend(status, runAll);
  if (readStored(EDITS_KEY) !== null) void ask(() => {});
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !event.shiftKey || event.defaultPrevented) return;
    const cell = (event.target as Element).closest<HTMLElement>('.cell');
    if (!cell) return;
    event.preventDefault();
    void ask((controls) => controls.runAndAdvance(cell.id));
  });

  return (part) => {
    for (const bar of part.querySelectorAll<HTMLElement>('.code:has(.code-label) > .code-bar')) {
      const { id } = bar.closest('.cell') as HTMLElement;
      const label = bar.querySelector('.code-label')?.textContent ?? '';
      const run = makeButton('run', 'Run', label);
      run.setAttribute('aria-keyshortcuts', 'Shift+Enter');
      run.addEventListener('click', () => ask((controls) => controls.run(id)));
      const edit = makeButton('edit', 'Edit', label);
      edit.addEventListener('click', () => ask((controls) => controls.edit(id)));
      bar.querySelector('.code-lines')?.after(run, edit);
    }
  };
}
