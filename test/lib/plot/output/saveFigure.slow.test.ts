import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from 'chai';
import { saveFigure, varianceByLayer } from 'initlab/plot';
import type { Browser } from 'playwright-core';
import { browserPath } from '../../../../site/src/figures/browser.js';
import { temporaryFolder } from '../../../kernel/support/files.js';
import { sharedBrowser } from '../../../site/support/sharedBrowser.js';

const title = 'Second moment <of> "layers"';
const drawn = varianceByLayer([{ name: 'he', values: [1, 2, 1] }], { title });

describe('saveFigure with a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  const { CHROME_PATH } = process.env;

  before(async () => {
    browser = await sharedBrowser();
    process.env.CHROME_PATH = await browserPath();
  });

  after(() => {
    if (CHROME_PATH === undefined) delete process.env.CHROME_PATH;
    else process.env.CHROME_PATH = CHROME_PATH;
  });

  it('writes a page that draws the figure by itself, without an error or a request', async () => {
    const folder = temporaryFolder();
    const path = join(folder, 'figure.html');
    await saveFigure(drawn, path);
    const context = await browser.newContext();
    const page = await context.newPage();
    const [problems, requests]: [string[], string[]] = [[], []];
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('request', (request) => requests.push(request.url()));
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector('.js-plotly-plot .scatterlayer .trace');
    expect(await page.title()).to.equal(title);
    expect(problems).to.deep.equal([]);
    expect(requests.filter((url) => !/^(file|data|blob):/.test(url))).to.deep.equal([]);
    expect(readdirSync(folder)).to.deep.equal(['figure.html']);
    await context.close();
  });

  it('writes SVG and PNG by a browser', async () => {
    const folder = temporaryFolder();
    await saveFigure(drawn, join(folder, 'figure.svg'));
    const svg = readFileSync(join(folder, 'figure.svg'), 'utf8');
    expect(svg)
      .to.match(/^<svg [\s\S]*<\/svg>$/)
      .and.to.contain('class="scatterlayer');
    await saveFigure({ ...drawn, layout: { ...drawn.layout, width: 640, height: 300 } }, join(folder, 'figure.png'));
    const png = readFileSync(join(folder, 'figure.png'));
    expect([...png.subarray(1, 4)]).to.deep.equal([...Buffer.from('PNG')]);
    expect([png.readUInt32BE(16), png.readUInt32BE(20)]).to.deep.equal([640, 300]);
  });
});
