const MESSAGE_MS = 2000;

/** Makes the copy buttons work. */
export function setUpCopyButtons(): void {
  // A single live region, so that screen readers announce the result of any button.
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
      }, MESSAGE_MS);
    });
  }
}

/** Copies the code to the clipboard. If the browser forbids that, selects the code instead. */
async function copy(code: HTMLElement): Promise<string> {
  try {
    await navigator.clipboard.writeText(code.textContent ?? '');
    return 'Copied';
  } catch {
    getSelection()?.selectAllChildren(code);
    return 'Selected';
  }
}
