import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { cellOf, runCell, runnable, statusOf, waitForEnd } from '../support/runnable.js';
import { faults, Visitor } from '../support/visitor.js';

describe('the cells of a page', function () {
  this.timeout(120_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([runnable]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  const visit = (): Promise<Page> => visitor.visit('01-runnable.html');
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();

  it('load nothing to run them until a reader wants it', async () => {
    const page = await visit();
    await page.waitForLoadState('networkidle');
    expect(visitor.requests.filter((url) => url.includes('/run/'))).to.deep.equal([]);
    await runCell(page, 1);
    expect(visitor.requests.filter((url) => url.endsWith('/run/typescript.js'))).to.have.length(1);
    expect(visitor.requests.filter((url) => url.includes('.wasm'))).to.deep.equal([]);
    expect(visitor.problems).to.deep.equal([]);
  });

  it('share their variables, and replace the committed outputs by their own', async () => {
    const page = await visit();
    expect(await cellOf(page, 1).innerText()).to.include('as committed');
    expect(await runCell(page, 1)).to.equal('');
    expect(await runCell(page, 2)).to.equal('the width is 4\n8');
  });

  it('show tables and plots by the code of the pages', async () => {
    const page = await visit();
    await runCell(page, 5);
    expect(await cellOf(page, 5).locator('td').allInnerTexts()).to.deep.equal(['1', '0.25']);
    await cellOf(page, 5).scrollIntoViewIfNeeded();
    await cellOf(page, 5).locator('.scatterlayer .trace').first().waitFor();
    expect(visitor.problems).to.deep.equal([]);
  });

  it('show an error with its line, and a failed assertion with its condition', async () => {
    const page = await visit();
    await runCell(page, 1);
    const text = await runCell(page, 3);
    expect(text).to.include('AssertionError: Expected size.width > 4 to hold');
    expect(text).to.include('at In [3]:3:1');
    expect(await statusOf(page).innerText()).to.equal('In [3] has failed. Cells above it have not run in this page.');
  });

  it('can be run with all cells above that they need', async () => {
    const page = await visit();
    expect(await runCell(page, 2)).to.include('ReferenceError: size is not defined');
    await press(page, 'Run all above');
    await page.locator('#in-2[data-run="done"]').waitFor();
    expect(await waitForEnd(page, 2)).to.equal('the width is 4\n8');
  });

  it('can be stopped in an endless loop, which takes their variables away', async () => {
    const page = await visit();
    await runCell(page, 1);
    await press(page, 'Run In [4]');
    await page.locator('#in-4[data-run="running"]').waitFor();
    await press(page, 'Stop');
    expect(await waitForEnd(page, 4)).to.include('KeyboardInterrupt: the cell was interrupted');
    expect(await statusOf(page).innerText()).to.equal('Stopped. The variables of all cells are gone.');
    expect(await runCell(page, 2)).to.include('size is not defined');
  });

  it('run one after another until one fails, and the others keep their outputs', async () => {
    const page = await visit();
    await press(page, 'Run all');
    expect(await waitForEnd(page, 3)).to.include('AssertionError');
    expect(await page.locator('[data-run="done"]').count()).to.equal(2);
    expect(await cellOf(page, 5).innerText()).to.include('a plot');
  });

  it('show the outputs of the lesson again after a reset, and forget their variables', async () => {
    const page = await visit();
    await runCell(page, 1);
    await press(page, 'Reset');
    await cellOf(page, 1).getByText('as committed').waitFor();
    expect(await runCell(page, 2)).to.include('size is not defined');
  });

  it('can be run by keyboard alone, one after another', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Run In [1]', exact: true }).focus();
    await page.keyboard.press('Shift+Enter');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Run In [2]');
    await page.keyboard.press('Shift+Enter');
    expect(await waitForEnd(page, 2)).to.equal('the width is 4\n8');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).to.equal('Run In [3]');
  });

  it('are free of faults that axe finds while they show outputs', async () => {
    const page = await visit();
    await runCell(page, 1);
    await runCell(page, 3);
    await runCell(page, 5);
    expect(await faults(page)).to.deep.equal([]);
  });

  it('say so if they cannot be run because a part of the page is missing', async () => {
    const page = await visit();
    await page.route('**/run/lesson.js', (route) => route.abort());
    await press(page, 'Run In [1]');
    await page.getByText('The cells cannot be run now').waitFor();
    await page.unroute('**/run/lesson.js');
    expect(await runCell(page, 1)).to.equal('');
  });
});
