import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import type { Page } from 'playwright-core';
import type { RunState } from '../../../site/src/lessons/runState.js';
import { Site } from '../../../site/src/pages/site.js';
import { RunFiles } from '../../../site/src/run/files.js';
import { Events } from '../../../site/src/server/events.js';
import { serveSite } from '../../../site/src/server/serve.js';
import { code, gallery, lesson, prose, result } from '../support/lessons.js';
import { reference } from '../support/reference.js';
import { waitForEnd } from '../support/runnable.js';
import { sharedBrowser } from '../support/sharedBrowser.js';

describe('a page behind which the lessons run', function () {
  this.timeout(60_000);

  const before = lesson('02-sum', prose('# 2 · Sum'), code('1 + 1', result('3')), code('4', result('4')));
  let site: Site;
  let events: Events;
  let server: Server;
  let page: Page;
  beforeEach(async () => {
    site = await Site.open([gallery, before], { isLive: true });
    events = new Events();
    server = createServer(serveSite(site, events, new RunFiles()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    page = await (await sharedBrowser()).newPage();
  });
  afterEach(async () => {
    await page.close();
    server.closeAllConnections();
    server.close();
  });

  const open = (path: string) => page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/${path}`);
  const tell = (name: string, state: RunState) => {
    site.setState(name, state);
    events.tell(name, state);
  };

  it('says on the page and on the index how far the run has come', async () => {
    await open('02-sum.html');
    await page.getByText('Outputs as committed', { exact: true }).waitFor();
    tell('02-sum', { kind: 'running', cell: 1, cells: 2 });
    await page.getByText('running on this machine, cell 1 of 2').waitFor();
    await open('index.html');
    await page.getByText('running on this machine, cell 1 of 2').waitFor();
  });

  it('replaces only the cells that have other outputs, without a reload, and makes them work', async () => {
    await open('02-sum.html');
    await page.evaluate(() => {
      for (const cell of document.querySelectorAll<HTMLElement>('.cell')) cell.title = 'kept';
    });
    site.replace({
      ...before,
      notebook: lesson('', prose('# 2 · Sum'), code('1 + 1', result('2')), code('4', result('4'))).notebook,
    });
    tell('02-sum', { kind: 'different', differences: ['code cell 1: 3 is 2'] });
    await page.locator('#in-1 .output', { hasText: /^2$/ }).waitFor();
    await page.getByText('with other outputs than committed: code cell 1').waitFor();
    const titles = await page.locator('.cell').evaluateAll((cells) => cells.map((cell) => (cell as HTMLElement).title));
    expect(titles).to.deep.equal(['', 'kept']);
    await page.locator('#in-1 .copy').click();
    await page.locator('#in-1 .copy', { hasText: /Copied|Selected/ }).waitFor();
  });

  it('speaks of the committed outputs only while it shows them, and not those of the reader', async () => {
    await open('02-sum.html');
    const state = page.getByText('Outputs as committed', { exact: true });
    await state.waitFor();
    const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
    await press('Run In [1]');
    await waitForEnd(page, 1);
    await state.waitFor({ state: 'hidden' });
    await press('Reset');
    await state.waitFor();
  });

  it('shows where the lesson failed, at the top and at its cell', async () => {
    await open('02-sum.html');
    const failure = {
      notebook: '',
      cell: 1,
      kind: 'error',
      ename: 'RangeError',
      evalue: 'too far',
      traceback: [],
    } as const;
    const error = { output_type: 'error', ename: 'RangeError', evalue: 'too far', traceback: [] } as const;
    const cells = [prose('# 2 · Sum'), code('1 + 1', { ...error, traceback: [] }), code('4')];
    const after = { ...lesson('02-sum', ...cells), failure: { ...failure, traceback: [] } };
    site.replace(after);
    tell('02-sum', { kind: 'failed', failure: after.failure });
    await page.locator('.failed-banner', { hasText: 'too far' }).waitFor();
    await page.locator('#in-1 .error-message', { hasText: 'too far' }).waitFor();
    await page.locator('#in-2', { hasText: 'not run' }).waitFor();
  });

  it('shows the reference of the library as soon as it is ready', async () => {
    await open('reference/index.html');
    await page.getByText('The reference is being made').waitFor();
    site.reference = reference;
    tell('reference', { kind: 'ready' });
    await page.getByRole('link', { name: 'heNormal' }).waitFor();
  });

  it('says that the server has stopped, if the run had not ended', async () => {
    await open('index.html');
    tell('02-sum', { kind: 'running', cell: 1, cells: 2 });
    tell('01-gallery', { kind: 'reproduced' });
    await page.getByText('Reproduced on this machine').waitFor();
    server.closeAllConnections();
    server.close();
    await page.getByText('The server of this page has stopped').waitFor();
    expect(await page.getByText('The server of this page has stopped').count()).to.equal(1);
  });
});
