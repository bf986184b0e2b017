const MESSAGE_MS = 2000;

/** Returns a function that adds a copy button to each piece of code of a part of the page. */
export function setUpCopyButtons(): (part: ParentNode) => void {
  // A single live region, so that screen readers announce the result of any button.
  const status = document.createElement('div');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  document.querySelector('main')?.append(status);

  return (part) => {
    for (const bar of part.querySelectorAll<HTMLElement>('.code-bar')) {
      const code = bar.parentElement?.querySelector('code') as HTMLElement;
      const label = bar.querySelector('.code-label')?.textContent;
      const button = Object.assign(document.createElement('button'), {
        type: 'button',
        className: 'copy',
        textContent: 'Copy',
        ariaLabel: label ? `Copy the code of ${label}` : 'Copy code',
      });
      bar.append(button);
      button.addEventListener('click', async () => {
        const message = await copy(code);
        button.textContent = status.textContent = message;
        setTimeout(() => {
          button.textContent = 'Copy';
          status.textContent = '';
        }, MESSAGE_MS);
      });
    }
  };
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
