import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { runNotebook } from 'initlab-kernel';
import type { Page } from 'playwright-core';
import { cellOf, runCell, runnable, waitForEnd } from '../support/runnable.js';
import { faults, Visitor } from '../support/visitor.js';

describe('the editor of a cell', function () {
  this.timeout(120_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([runnable]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  const visit = (): Promise<Page> => visitor.visit('01-runnable.html');
  const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const editorOf = (page: Page, number: number) => page.getByRole('textbox', { name: `Code of In [${number}]` });

  /** Replaces the code of a cell, as a reader who types does, and waits until the page has it. */
  async function write(page: Page, number: number, text: string): Promise<void> {
    await press(page, `Edit In [${number}]`);
    await editorOf(page, number).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(text);
    await waitForCode(page, number, text);
  }

  /** Waits until a cell has this code, which the editor hands over after the event of a key. */
  async function waitForCode(page: Page, number: number, text: string): Promise<void> {
    await page.waitForFunction(
      ([id, code]) => document.querySelector(`#${id} pre > code`)?.textContent === `${code}\n`,
      [`in-${number}`, text],
    );
  }

  it('changes what a cell computes, by keyboard alone', async () => {
    const page = await visit();
    await page.getByRole('button', { name: 'Edit In [1]', exact: true }).focus();
    await page.keyboard.press('Enter');
    await editorOf(page, 1).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText('const size = { width: 10 };');
    await waitForCode(page, 1, 'const size = { width: 10 };');
    await page.keyboard.press('Shift+Enter');
    await waitForEnd(page, 1);
    expect(await runCell(page, 2)).to.equal('the width is 10\n20');
    await editorOf(page, 1).focus();
    await page.keyboard.press('Escape');
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Edit In [1]');
    expect(visitor.problems).to.deep.equal([]);
  });

  it('shows a fault in the syntax with its line', async () => {
    const page = await visit();
    await write(page, 2, 'const a = 1;\nconst b = ;');
    expect(await runCell(page, 2)).to.include('In [2]:2:11 - error TS1109: Expression expected.');
  });

  it('marks the cell, keeps the edit over a reload, and lets the reader undo it', async () => {
    const page = await visit();
    await write(page, 1, 'const size = { width: 7 };');
    expect(await cellOf(page, 1).locator('.cell-edited').innerText()).to.equal('edited');
    await page.reload();
    await editorOf(page, 1).waitFor();
    expect(await editorOf(page, 1).innerText()).to.equal('const size = { width: 7 };');
    await press(page, 'Undo edits In [1]');
    await editorOf(page, 1).getByText('interface Size').waitFor();
    await cellOf(page, 1).getByText('edited', { exact: true }).waitFor({ state: 'hidden' });
    await page.reload();
    await page.waitForLoadState('networkidle');
    expect(await cellOf(page, 1).innerText()).to.include('interface Size');
    expect(await page.getByRole('textbox', { name: /^Code of/ }).count()).to.equal(0);
  });

  it('offers to undo edits away from the buttons that stand there, and can take it back', async () => {
    const page = await visit();
    const place = () => page.getByRole('button', { name: 'Run In [2]', exact: true }).boundingBox();
    const before = await place();
    await write(page, 2, "console.log('mine');");
    expect(await place()).to.deep.equal(before);
    await press(page, 'Undo edits In [2]');
    await waitForCode(page, 2, "console.log('the width is', size.width);\nsize.width * 2");
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Code of In [2]');
    await page.keyboard.press('Control+Z');
    await waitForCode(page, 2, "console.log('mine');");
  });

  it('runs the cell with Ctrl and Enter, and keeps the focus in it', async () => {
    const page = await visit();
    await write(page, 4, '6 * 7');
    await page.keyboard.press('Control+Enter');
    await waitForEnd(page, 4);
    expect(await cellOf(page, 4).locator('.cell-state').innerText()).to.equal('run in this page');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('aria-label'))).to.equal('Code of In [4]');
    expect(await editorOf(page, 4).innerText()).to.equal('6 * 7');
  });

  it('lets the reader copy the code as it is now', async () => {
    const page = await visitor.visit('01-runnable.html', { permissions: ['clipboard-read', 'clipboard-write'] });
    await write(page, 4, 'let i = 0;');
    await press(page, 'Copy the code of In [4]');
    await page.getByText('Copied').first().waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).to.equal('let i = 0;\n');
  });

  it('gives a notebook with the edits, which the kernel runs', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'initlab-edited-'));
    const page = await visit();
    await write(page, 1, 'const size = { width: 3 };');
    await write(page, 3, "console.log('no loop');");
    await write(page, 4, 'size.width + 1');
    const download = page.waitForEvent('download');
    await press(page, 'Download as notebook');
    const path = join(folder, 'edited.ipynb');
    await (await download).saveAs(path);
    const { notebook } = await runNotebook(path);
    const outputs = notebook.cells.flatMap((cell) => (cell.cell_type === 'code' ? [cell.outputs] : []));
    expect(outputs[1][0]).to.deep.include({ text: 'the width is 3\n' });
    expect(outputs[3][0]).to.deep.include({ data: { 'text/plain': '4' } });
    rmSync(folder, { recursive: true });
  });

  it('is free of faults that axe finds, and fits a phone', async () => {
    const page = await visit();
    await write(page, 1, 'const size = { width: 3 }; // a comment, a string and a number');
    expect(await faults(page)).to.deep.equal([]);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).to.be.at.most(390);
  });
});
