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
  const updateButton = () => button.setAttribute('aria-pressed', String(currentTheme() === 'dark'));
  document.addEventListener('themechange', updateButton);
  systemDark.addEventListener('change', () => document.dispatchEvent(new Event('themechange')));
  updateButton();
}

// A browser may forbid storage. The theme then lasts as long as the page.
function readStored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

function store(theme: Theme): void {
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {}
}
