import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';

const root = resolve(import.meta.dirname, '../../..');

describe('launchBrowser on Linux without an installed browser', () => {
  it('starts the packaged browser in three processes that unpack it at the same moment', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-unpack-'));
    const code = `import { launchBrowser } from ${JSON.stringify(join(root, 'site/dist/figures/browser.js'))};
const browser = await launchBrowser();
console.log(browser.version() !== '');
await browser.close();`;
    const { CHROME_PATH: _, ...env } = process.env;
    const options = { cwd: root, env: { ...env, NODE_OPTIONS: '', PATH: '', TMPDIR: folder } };
    try {
      const starts = [1, 2, 3].map(() =>
        promisify(execFile)(process.execPath, ['--input-type=module', '--eval', code], options),
      );
      for (const { stdout } of await Promise.all(starts)) expect(stdout).to.equal('true\n');
      expect(readdirSync(folder).filter((name) => name.startsWith('initlab-'))).to.deep.equal(['initlab-chromium']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
