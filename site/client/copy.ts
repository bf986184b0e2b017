const SHOWN_MS = 2000;

export function setUpCopyButtons(): void {
  // One place that says aloud what happened, whichever button was pressed.
  const status = document.createElement('div');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  document.querySelector('main')?.append(status);

  for (const button of document.querySelectorAll<HTMLButtonElement>('.copy')) {
    const code = button.closest('.code')?.querySelector('code') as HTMLElement;
    button.addEventListener('click', async () => {
      const message = await copy(code);
      button.textContent = status.textContent = message;
      setTimeout(() => {
        button.textContent = 'Copy';
        status.textContent = '';
      }, SHOWN_MS);
    });
  }
}

/** Puts the code on the clipboard; where that is not allowed, selects it, one key away from being copied. */
async function copy(code: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    return 'Copied';
  } catch {
    getSelection()?.selectAllChildren(code);
    return 'Selected';
  }
}
