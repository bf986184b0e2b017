import { expect } from 'chai';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { code, lesson, prose } from '../support/lessons.js';
import { runCell } from '../support/runnable.js';
import { faults, Visitor } from '../support/visitor.js';

const typed = lesson(
  '01-typed',
  prose('# 1 · Types\n\nWhat does the editor know?'),
  code("import { heNormal, random } from 'initlab';\nconst width: number = 4;"),
  code('width + 1'),
);

describe('what the editor of a cell knows', function () {
  this.timeout(180_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([typed]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  /** Opens the editor of a cell, and replaces its code by typing. */
  async function write(page: Page, number: number, text: string): Promise<Locator> {
    await page.getByRole('button', { name: `Edit In [${number}]`, exact: true }).click();
    const editor = page.getByRole('textbox', { name: `Code of In [${number}]` });
    await editor.waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type(text);
    return editor;
  }

  const cell = (page: Page, number: number): Locator => page.locator(`#in-${number}`);
  const underlined = (page: Page, number: number): Promise<string[]> =>
    cell(page, number).locator('.cm-lintRange-error').allInnerTexts();
  const visit = (): Promise<Page> => visitor.visit('01-typed.html');

  it('is loaded when a reader begins to edit, and not to read or to run', async () => {
    const page = await visit();
    await runCell(page, 2);
    const asked = () => visitor.requests.filter((url) => /run\/(language\.js|declarations\.json)$/.test(url)).length;
    expect(asked()).to.equal(0);
    await write(page, 2, 'width');
    await eventually(async () => asked(), 2);
    expect(visitor.problems).to.deep.equal([]);
  });

  it('completes a name of an earlier import by keyboard, and shows its doc comment', async () => {
    const page = await visit();
    const editor = await write(page, 2, 'he');
    const list = page.getByRole('listbox', { name: 'Completions' });
    await list.getByRole('option', { name: 'heNormal' }).waitFor();
    const info = page.locator('.cm-completionInfo');
    await info.getByText('normal initializer of He').waitFor();
    await info.locator('.katex').waitFor();
    await page.keyboard.press('Enter');
    await eventually(() => editor.innerText(), 'heNormal');
    await page.keyboard.type('(');
    await page.getByRole('status').getByText('heNormal(options').waitFor();
    await page.keyboard.type('{ mode: ');
    await page.getByRole('status').getByText('heNormal(options').waitFor();
    expect(visitor.problems).to.deep.equal([]);
  });

  it('underlines a type error with its message until it is repaired, and runs the cell regardless', async () => {
    const page = await visit();
    const editor = await write(page, 2, 'const text: string = width;');
    await eventually(() => underlined(page, 2), ['text']);
    await page.keyboard.press('F8');
    await page.getByText("Type 'number' is not assignable to type 'string'.").first().waitFor();
    await page.keyboard.press('Control+Enter');
    await cell(page, 2).locator('.cell-state', { hasText: 'failed' }).waitFor();
    expect(await cell(page, 2).locator('.output').innerText()).to.include('width is not defined');
    await editor.focus();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('const text: number = width;');
    await eventually(() => underlined(page, 2), []);
    expect(visitor.problems).to.deep.equal([]);
  });

  it('checks a cell again when a cell before it has changed', async () => {
    const page = await visit();
    await write(page, 2, 'width.toFixed(1)');
    await eventually(() => cell(page, 2).locator('.cm-content').innerText(), 'width.toFixed(1)');
    await write(page, 1, "const width = 'wide';");
    await eventually(() => underlined(page, 2), ['toFixed']);
  });

  it('explains the name at the cursor with F1, and Escape closes first that and then the editor', async () => {
    const page = await visit();
    await write(page, 2, 'random');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    const help = page.locator('.cm-help');
    await help.getByText('function random(').waitFor();
    await page.keyboard.press('Escape');
    await help.waitFor({ state: 'detached' });
    const label = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
    expect(await label()).to.equal('Code of In [2]');
    await page.keyboard.press('Escape');
    await eventually(label, 'Edit In [2]');
  });

  it('is free of faults that axe finds while it completes and while it shows an error', async () => {
    const page = await visit();
    await write(page, 2, 'const text: string = width; he');
    await eventually(() => underlined(page, 2), ['text', 'he']);
    await page.keyboard.press('Control+Space');
    await page.getByRole('option', { name: 'heNormal' }).waitFor();
    expect(await faults(page)).to.deep.equal([]);
  });

  it('lets the reader edit and run if its worker cannot be loaded', async () => {
    const page = await visit();
    await page.route('**/run/language.js', (route) => route.abort());
    const editor = await write(page, 2, 'const text: string = width;');
    await eventually(() => editor.innerText(), 'const text: string = width;');
    expect(await runCell(page, 1)).to.equal('');
    await page.unroute('**/run/language.js');
    await page.keyboard.press('Escape');
    await write(page, 2, 'const other: string = width;');
    await eventually(() => underlined(page, 2), ['other']);
  });
});
