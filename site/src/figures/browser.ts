import { existsSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/** Flags that keep Chrome to the page it is given: no first-run pages, no calls home; and that let it run as root in a container. */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const NAMES = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser', 'chrome', 'microsoft-edge'];

const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

const WINDOWS_FOLDERS = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'];
const WINDOWS_PROGRAMS = ['Google/Chrome/Application/chrome.exe', 'Microsoft/Edge/Application/msedge.exe'];

const HELP = `No browser was found to draw plots and open pages with. There are three ways to get one:
- install Google Chrome or Chromium (Debian, Ubuntu: apt install chromium; Fedora: dnf install chromium; macOS: brew install --cask google-chrome);
- set CHROME_PATH to the program of an installed Chrome, Chromium or Edge;
- on Linux x64, run npm ci without omitting optional packages: the package @sparticuz/chromium contains a browser.`;

/**
 * Starts a headless browser: the one CHROME_PATH names, else an installed Chrome, Chromium or Edge, else, on Linux x64, the one
 * in the package `@sparticuz/chromium`. Throws an error that says how to get one if there is none.
 */
export async function launchBrowser(): Promise<Browser> {
  const path = process.env.CHROME_PATH ?? installedBrowser() ?? (await packagedBrowser());
  if (path === undefined) throw new Error(HELP);
  try {
    return await chromium.launch({ executablePath: path, args: ARGS, headless: true });
  } catch (error) {
    throw new Error(`The browser ${path} did not start.\n${(error as Error).message}\n\n${HELP}`);
  }
}

/** An installed browser, by the search path and the places where systems put them. */
export function installedBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => NAMES.map((name) => join(folder, name)));
  const onWindows = WINDOWS_FOLDERS.flatMap((variable) =>
    WINDOWS_PROGRAMS.flatMap((program) => {
      const folder = process.env[variable];
      return folder === undefined ? [] : join(folder, program);
    }),
  );
  const places = process.platform === 'win32' ? onWindows : [...onPath, ...APPLICATIONS];
  return places.find((place) => existsSync(place));
}

/** The browser of the package, unpacked once into a folder for temporary files. Its own flags are left out: they let one closed page end it. */
async function packagedBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const { TMPDIR } = process.env;
  process.env.TMPDIR = join(tmpdir(), 'initlab-chromium');
  mkdirSync(process.env.TMPDIR, { recursive: true });
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    return await packaged.executablePath();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
