import type { Browser } from 'playwright-core';
import { launchBrowser } from '../../../site/src/figures/browser.js';
import { afterFile } from '../../support/afterFile.js';

let browser: Promise<Browser> | undefined;

/** Gets the browser that all tests of a file share. It starts at the first call. */
export function sharedBrowser(): Promise<Browser> {
  browser ??= launchBrowser();
  return browser;
}

afterFile(async () => {
  const running = browser;
  browser = undefined;
  await (await running)?.close();
});
