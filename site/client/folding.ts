import { readStored, store } from './browser/storage.js';

const STORAGE_KEY = 'initlab-code';

/**
 * Prepares for folding. Returns a function that adds to each cell of a part of the page a button
 * that hides its code. One more button hides the code of all cells, here and on the pages that are
 * read next.
 */
export function setUpFolding(): (part: ParentNode) => void {
  const all = document.querySelector<HTMLButtonElement>('.fold-all');
  const isHidden = (): boolean => all?.getAttribute('aria-pressed') === 'true';
  const showAll = (hidden: boolean): void => {
    all?.setAttribute('aria-pressed', String(hidden));
    for (const code of document.querySelectorAll<HTMLElement>('.cell > .code'))
      fold(code, hidden || startsFolded(code));
  };
  all?.addEventListener('click', () => {
    const hidden = !isHidden();
    store(STORAGE_KEY, hidden ? 'hidden' : undefined);
    showAll(hidden);
  });
  if (all && readStored(STORAGE_KEY) === 'hidden') all.setAttribute('aria-pressed', 'true');

  return (part) => {
    for (const code of part.querySelectorAll<HTMLElement>('.code:has(.code-label)')) {
      addButton(code).addEventListener('click', () => fold(code, !code.classList.contains('folded')));
      fold(code, isHidden() || startsFolded(code));
    }
  };
}

function addButton(code: HTMLElement): HTMLButtonElement {
  const button = Object.assign(document.createElement('button'), { type: 'button', className: 'fold' });
  const word = Object.assign(document.createElement('span'), { className: 'fold-word' });
  const label = code.querySelector('.code-label')?.textContent ?? '';
  const rest = Object.assign(document.createElement('span'), {
    className: 'visually-hidden',
    textContent: ` the code of ${label}`,
  });
  button.append(word, rest);
  code.querySelector('.code-bar')?.append(button);
  return button;
}

/** Checks whether the code is hidden from the start, as imports are. */
function startsFolded({ dataset }: HTMLElement): boolean {
  return dataset.folded !== undefined;
}

function fold(code: HTMLElement, isFolded: boolean): void {
  code.classList.toggle('folded', isFolded);
  code.querySelector('.fold')?.setAttribute('aria-expanded', String(!isFolded));
  const word = code.querySelector('.fold-word');
  if (word) word.textContent = isFolded ? 'Show' : 'Hide';
}
