import { makeButton } from './button.js';

/** The bar at the lower edge of the window that says what runs. */
export interface RunBar {
  /** Says how the run is going, and offers what can be done about it. */
  show(text: string, actions: readonly Action[]): void;
}

export interface Action {
  text: string;
  act(): void;
}

/** Adds the bar to the page. It appears when it has something to say. */
export function createRunBar(): RunBar {
  const bar = Object.assign(document.createElement('section'), { className: 'run-bar', hidden: true });
  bar.setAttribute('aria-label', 'Running the cells');
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const buttons = Object.assign(document.createElement('div'), { className: 'run-actions' });
  bar.append(status, buttons);
  document.querySelector('main')?.append(bar);

  return {
    show(text, actions) {
      bar.hidden = text === '' && actions.length === 0;
      if (status.textContent !== text) status.textContent = text;
      const focused = buttons.contains(document.activeElement) ? document.activeElement?.textContent : undefined;
      const made = actions.map(({ text: label, act }) => {
        const button = makeButton('run-action', label);
        button.addEventListener('click', act);
        return button;
      });
      buttons.replaceChildren(...made);
      // A button that is still there keeps the focus; otherwise its neighbour gets it.
      if (focused != null) (made.find(({ textContent }) => textContent === focused) ?? made[0])?.focus();
    },
  };
}
