import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { BrowserContext } from 'playwright-core';
import { buildSite } from '../../../site/src/pages/buildSite.js';
import { serveSite } from '../../../site/src/server/serve.js';
import { gallery, lesson, prose } from '../support/lessons.js';
import { runCell, runnable } from '../support/runnable.js';
import { sharedBrowser } from '../support/sharedBrowser.js';
import { drawPlots } from '../support/visitor.js';

describe('a static site below a path of its server', function () {
  this.timeout(60_000);

  let folder: string;
  let server: Server;
  let context: BrowserContext;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-static-'));
    await buildSite({ lessons: [gallery, runnable], outDir: join(folder, 'site'), base: '/course/' });
    const get = (address: string) => {
      try {
        return readFileSync(join(folder, 'site', address.replace(/^course\//, '')));
      } catch {
        return undefined;
      }
    };
    server = createServer(serveSite({ get }));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    context = await (await sharedBrowser()).newContext();
  });
  after(async () => {
    await context?.close();
    server?.close();
    rmSync(folder, { recursive: true });
  });

  const address = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}/course/${path}`;

  it('has no state of a run, and its page for unknown addresses links to its top', () => {
    expect(readFileSync(join(folder, 'site/01-gallery.html'), 'utf8')).to.not.include('run-state');
    expect(readFileSync(join(folder, 'site/404.html'), 'utf8')).to.include('href="/course/index.html"');
  });

  it('runs its cells, with the data sets and tfjs, from its own files', async () => {
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(address('01-runnable.html'));
    expect(await runCell(page, 6)).to.equal('wasm 12000');
    expect(requests.filter((url) => !url.startsWith(address('')))).to.deep.equal([]);
    expect(requests).to.include(address('run/tfjs-backend-wasm-simd.wasm'));
    await page.close();
  });

  it('has a playground that measures and predicts with its own files', async () => {
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(address('playground.html?depth=3&width=16'));
    await page.locator('.playground[data-state="complete"]').waitFor();
    expect(requests.filter((url) => !/^(data|blob):/.test(url) && !url.startsWith(address('')))).to.deep.equal([]);
    await page.close();
  });

  it('can be read offline after the first page was loaded, plots included, and is kept current online', async () => {
    const page = await context.newPage();
    await page.goto(address(''));
    await page.evaluate(() => navigator.serviceWorker.ready);
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    await context.setOffline(true);
    await page.goto(address('01-gallery.html'));
    await drawPlots(page);
    expect(await page.locator('figure.plot .trace').count()).to.be.above(0);
    await page.goto(address(''));
    expect(await page.title()).to.include('initlab');

    await context.setOffline(false);
    await buildSite({ lessons: [gallery, lesson('02-new', prose('# 2 · New'))], outDir: join(folder, 'site') });
    await page.goto(address(''));
    await page.getByRole('link', { name: 'New' }).waitFor();
    const kept = () =>
      page.evaluate(async () => {
        const names = await caches.keys();
        const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
        return requests.map((files) => files.some(({ url }) => url.endsWith('02-new.html')));
      });
    while (String(await kept()) !== 'true') await sleep(50);
    await context.setOffline(true);
    await page.goto(address('02-new.html'));
    expect(await page.title()).to.include('New');
  });
});
