import { existsSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

/**
 * Flags that turn off first-run pages and Chrome's own network requests. `--no-sandbox` lets Chrome
 * run as root in a container.
 */
const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const PROGRAM_NAMES = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'chrome',
  'microsoft-edge',
];

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
 * Starts a headless browser: the program in CHROME_PATH, or else an installed Chrome, Chromium or
 * Edge, or else, on Linux x64, the browser in the package `@sparticuz/chromium`.
 *
 * @throws Error if there is no browser or it does not start; the message explains how to get one
 */
export async function launchBrowser(): Promise<Browser> {
  const path = await browserPath();
  try {
    return await chromium.launch({ executablePath: path, args: ARGS, headless: true });
  } catch (error) {
    throw new Error(`The browser ${path} did not start.\n${(error as Error).message}\n\n${HELP}`);
  }
}

/**
 * Finds the program of the browser.
 *
 * @throws Error if there is none
 */
export async function browserPath(): Promise<string> {
  const path = process.env.CHROME_PATH ?? findInstalledBrowser() ?? (await unpackBrowser());
  if (path === undefined) throw new Error(HELP);
  return path;
}

/**
 * Looks for a browser on the search path and in the folders where each system installs programs.
 */
export function findInstalledBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  const onPath = folders.flatMap((folder) => PROGRAM_NAMES.map((name) => join(folder, name)));
  const onWindows = WINDOWS_FOLDERS.flatMap((variable) =>
    WINDOWS_PROGRAMS.flatMap((program) => {
      const folder = process.env[variable];
      return folder === undefined ? [] : join(folder, program);
    }),
  );
  const candidates = process.platform === 'win32' ? onWindows : [...onPath, ...APPLICATIONS];
  return candidates.find((path) => existsSync(path));
}

/**
 * Unpacks the browser of `@sparticuz/chromium` once into a temporary folder. Several processes may
 * do so at the same moment, so each unpacks into a folder of its own, and the first that is ready
 * gives it the common name. The package's own flags are not used, because with them closing one
 * page ends the whole browser.
 */
async function unpackBrowser(): Promise<string | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const folder = join(tmpdir(), 'initlab-chromium');
  if (!existsSync(join(folder, 'chromium'))) {
    const ours = mkdtempSync(`${folder}-`);
    try {
      if (!(await unpackInto(ours))) return undefined;
      renameSync(ours, folder);
    } catch (error) {
      if (!existsSync(join(folder, 'chromium'))) throw error;
    } finally {
      rmSync(ours, { recursive: true, force: true });
    }
  }
  return join(folder, 'chromium');
}

/** Unpacks the package's browser. Returns false if the package is not installed. */
async function unpackInto(folder: string): Promise<boolean> {
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    const { default: packaged } = await import('@sparticuz/chromium');
    await packaged.executablePath();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return false;
    throw error;
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
}
