import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findInstalledBrowser, launchBrowser } from '../../../site/src/figures/browser.js';

describe('launchBrowser', () => {
  const { CHROME_PATH, PATH } = process.env;
  afterEach(() => {
    if (CHROME_PATH === undefined) delete process.env.CHROME_PATH;
    else process.env.CHROME_PATH = CHROME_PATH;
    process.env.PATH = PATH;
  });

  it('starts the program in CHROME_PATH, and explains how to get a browser if that fails', async () => {
    process.env.CHROME_PATH = join(tmpdir(), 'no-such-chrome');
    const error = await launchBrowser().then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error?.message).to.include(`The browser ${process.env.CHROME_PATH} did not start.`);
    expect(error?.message).to.include('install Google Chrome or Chromium').and.include('set CHROME_PATH');
  });

  it('finds a browser on the search path', () => {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-path-'));
    writeFileSync(join(folder, 'chromium'), '');
    process.env.PATH = folder;
    // On Windows, only the usual folders are searched.
    expect(findInstalledBrowser() === join(folder, 'chromium')).to.equal(process.platform !== 'win32');
    rmSync(folder, { recursive: true });
  });
});
