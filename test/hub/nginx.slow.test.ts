import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { buildSite } from '../../site/src/pages/buildSite.js';
import { serveSite } from '../../site/src/server/serve.js';
import { gallery } from '../site/support/lessons.js';
import { runCell, runnable } from '../site/support/runnable.js';
import { sharedBrowser } from '../site/support/sharedBrowser.js';
import { type Nginx, startNginx } from './nginx.js';

/** Headers on which the pages rely. */
const RELIED_ON = [
  'content-security-policy',
  'content-type',
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'cross-origin-resource-policy',
  'x-content-type-options',
];

describe('the pages behind nginx', function () {
  this.timeout(120_000);

  let folder: string;
  let nginx: Nginx;
  let own: Server;
  let context: BrowserContext;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-static-'));
    await buildSite({ lessons: [gallery, runnable], outDir: folder, hasGzip: true });
    nginx = await startNginx(folder);
    own = createServer(serveSite({ get: (address) => readFileSync(join(folder, address)) }));
    await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
    context = await (await sharedBrowser()).newContext();
  });
  after(async () => {
    await context?.close();
    own?.close();
    await nginx?.stop();
    rmSync(folder, { recursive: true });
  });

  /** Lists all files but the compressed copies, to which no page links. */
  const files = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true }).filter((file) => {
      const isCopy = file.name.endsWith('.gz') && existsSync(join(file.parentPath, file.name.slice(0, -'.gz'.length)));
      return file.isFile() && !isCopy;
    });

  it('have the policies and types that our own server sends, for every file', async () => {
    const ours = `http://127.0.0.1:${(own.address() as AddressInfo).port}/`;
    for (const { parentPath, name } of files()) {
      const path = join(parentPath, name).slice(folder.length + 1);
      const [a, b] = await Promise.all([nginx.address, ours].map((base) => fetch(new URL(path, base))));
      expect(a.status, path).to.equal(200);
      for (const header of RELIED_ON)
        expect(a.headers.get(header)?.toLowerCase(), `${path}: ${header}`).to.equal(
          b.headers.get(header)?.toLowerCase(),
        );
      await Promise.all([a.arrayBuffer(), b.arrayBuffer()]);
    }
  });

  it('are kept for a year exactly where the name has a checksum, and else asked for again', async () => {
    const head = async (path: string) => (await fetch(new URL(path, nginx.address))).headers;
    const [figure] = readdirSync(join(folder, 'figures'));
    const part = readdirSync(join(folder, 'run')).find((name) => name.startsWith('part-'));
    for (const path of [`figures/${figure}`, `run/${part}`])
      expect((await head(path)).get('cache-control'), path).to.equal('public, max-age=31536000, immutable');
    for (const path of ['01-gallery.html', 'run/cells.js', 'offline.js', 'assets/style.css']) {
      const headers = await head(path);
      expect(headers.get('cache-control'), path).to.equal('no-cache');
      const again = await fetch(new URL(path, nginx.address), {
        headers: { 'If-None-Match': headers.get('etag') ?? expect.fail(`${path} has no ETag`) },
      });
      expect(again.status, path).to.equal(304);
    }
  });

  it('are compressed, and an unknown address has the page for it', async () => {
    const page = await fetch(new URL('01-gallery.html', nginx.address));
    expect(page.headers.get('content-encoding')).to.equal('gzip');
    // The copy that the build has compressed, and not one that nginx makes.
    expect(page.headers.get('content-length')).to.equal(String(statSync(join(folder, '01-gallery.html.gz')).size));
    expect(await page.text()).to.equal(readFileSync(join(folder, '01-gallery.html'), 'utf8'));
    const unknown = await fetch(new URL('nothing.html', nginx.address));
    expect(unknown.status).to.equal(404);
    expect(await unknown.text()).to.equal(readFileSync(join(folder, '404.html'), 'utf8'));
    expect((await fetch(nginx.address)).status).to.equal(200);
  });

  it('run their cells, share memory with workers, and are there without the server after a visit', async () => {
    const page = await context.newPage();
    await page.goto(new URL('01-runnable.html', nginx.address).href);
    expect(await runCell(page, 6)).to.equal('wasm 12000');
    expect(await page.evaluate(() => crossOriginIsolated)).to.equal(true);
    await page.evaluate(async () => {
      await navigator.serviceWorker.ready;
    });
    await context.setOffline(true);
    await page.goto(new URL('01-gallery.html', nginx.address).href);
    expect(await page.title()).to.include('Everything a page can hold');
    await context.setOffline(false);
  });
});
