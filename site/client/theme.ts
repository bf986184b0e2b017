const KEY = 'initlab-theme';
const root = document.documentElement;
const systemDark = matchMedia('(prefers-color-scheme: dark)');

export type Theme = 'light' | 'dark';

export function currentTheme(): Theme {
  return (root.dataset.theme as Theme | undefined) ?? (systemDark.matches ? 'dark' : 'light');
}

/** Shows a theme; undefined: the one of the system. */
export function showTheme(theme: Theme | undefined): void {
  if (theme === undefined) delete root.dataset.theme;
  else root.dataset.theme = theme;
  document.dispatchEvent(new Event('themechange'));
}

export function applyStoredTheme(): void {
  const stored = readStored();
  if (stored === 'light' || stored === 'dark') root.dataset.theme = stored;
}

export function setUpThemeButton(): void {
  const button = document.querySelector('.theme') as HTMLButtonElement;
  button.addEventListener('click', () => {
    const theme = currentTheme() === 'dark' ? 'light' : 'dark';
    store(theme);
    showTheme(theme);
  });
  const tell = () => button.setAttribute('aria-pressed', String(currentTheme() === 'dark'));
  document.addEventListener('themechange', tell);
  systemDark.addEventListener('change', () => document.dispatchEvent(new Event('themechange')));
  tell();
}

// A browser may forbid storage; the theme then lasts as long as the page.
function readStored(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(KEY, theme);
  } catch {}
}
