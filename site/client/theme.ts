import { readStored, store } from './browser/storage.js';

const STORAGE_KEY = 'initlab-theme';
const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

export type Theme = 'light' | 'dark';

export function currentTheme(): Theme {
  return (root.dataset.theme as Theme | undefined) ?? (systemDark.matches ? 'dark' : 'light');
}

/** Shows a theme, or the theme of the system if it is undefined. */
export function showTheme(theme: Theme | undefined): void {
  if (theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.dispatchEvent(new Event('themechange'));
}

export function applyStoredTheme(): void {
  const stored = readStored(STORAGE_KEY);
  if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;
}

export function setUpThemeButton(): void {
  const button = document.querySelector('.theme') as HTMLButtonElement;
  button.addEventListener('click', () => {
    const theme = currentTheme() === 'dark' ? 'light' : 'dark';
    store(STORAGE_KEY, theme);
    showTheme(theme);
  });
  const updateButton = () => button.setAttribute('aria-pressed', String(currentTheme() === 'dark'));
  document.addEventListener('themechange', updateButton);
  systemDark.addEventListener('change', () => document.dispatchEvent(new Event('themechange')));
  updateButton();
}
