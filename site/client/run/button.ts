/** Makes a button, whose name for screen readers says which cell it belongs to. */
export function makeButton(name: string, text: string, cell?: string): HTMLButtonElement {
  const button = Object.assign(document.createElement('button'), {
    type: 'button',
    className: name,
    textContent: text,
  });
  if (cell !== undefined) button.setAttribute('aria-label', `${text} ${cell}`);
  return button;
}
