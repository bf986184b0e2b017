import MiniSearch from 'minisearch';
import { excerpt } from './excerpt.js';

/** Section of a lesson, as the site's index lists it. */
interface Section {
  id: string;
  lesson: string;
  heading: string;
  text: string;
}

const MOST_RESULTS = 12;

/**
 * Makes the search button and the key / open a search over all lessons. The index is fetched when
 * the search is first opened.
 */
export function setUpSearch(index: string): void {
  const button = document.querySelector<HTMLButtonElement>('.search-open');
  const dialog = document.querySelector<HTMLDialogElement>('.search');
  const input = dialog?.querySelector('input');
  const list = dialog?.querySelector('ol');
  const status = dialog?.querySelector<HTMLElement>('[role="status"]');
  if (!button || !dialog || !input || !list || !status) return;

  const root = new URL('.', index).href;
  let loading: Promise<MiniSearch<Section>> | undefined;
  let isLoaded = false;
  const open = (): void => {
    loading ??= load(index);
    loading.catch(() => {
      loading = undefined;
      status.textContent = 'The index of the search could not be loaded.';
    });
    dialog.showModal();
    input.select();
    update();
  };

  const update = async (): Promise<void> => {
    const words = input.value;
    if (words.trim() !== '' && !isLoaded) status.textContent = 'Loading…';
    const search = await loading?.catch(() => undefined);
    if (search === undefined || words !== input.value) return;
    isLoaded = true;
    const found = search.search(words);
    const shown = found.slice(0, MOST_RESULTS);
    list.replaceChildren(...shown.map((result) => entry(result as unknown as Section, result.terms, root)));
    status.textContent = words.trim() === '' ? '' : describe(found.length);
  };

  button.addEventListener('click', open);
  input.addEventListener('input', update);
  // A link to a place on the same page does not close the dialog on its own.
  list.addEventListener('click', () => dialog.close());
  dialog.querySelector('form')?.addEventListener('submit', (event) => {
    event.preventDefault();
    list.querySelector('a')?.click();
  });
  document.addEventListener('keydown', (event) => {
    const isTyping = (event.target as HTMLElement).closest?.('input, textarea, [contenteditable]') !== null;
    if (event.key !== '/' || isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    open();
  });
}

async function load(address: string): Promise<MiniSearch<Section>> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address} could not be loaded`);
  const search = new MiniSearch<Section>({
    fields: ['heading', 'lesson', 'text'],
    storeFields: ['id', 'lesson', 'heading', 'text'],
    searchOptions: { boost: { heading: 3, lesson: 2 }, prefix: true, fuzzy: 0.15, combineWith: 'AND' },
  });
  search.addAll((await response.json()) as Section[]);
  return search;
}

function describe(count: number): string {
  if (count === 0) return 'Nothing found. Try fewer or other words.';
  if (count === 1) return '1 section found';
  return count > MOST_RESULTS
    ? `${count} sections found; the best ${MOST_RESULTS} are shown`
    : `${count} sections found`;
}

function entry({ id, lesson, heading, text }: Section, terms: readonly string[], root: string): HTMLElement {
  const link = document.createElement('a');
  link.href = new URL(id, root).href;
  const place = Object.assign(document.createElement('span'), { textContent: heading === lesson ? '' : lesson });
  link.append(place, heading);
  const words = document.createElement('p');
  for (const { text: part, isMatch } of excerpt(text, terms))
    words.append(isMatch ? Object.assign(document.createElement('mark'), { textContent: part }) : part);
  const item = document.createElement('li');
  item.append(link, words);
  return item;
}
