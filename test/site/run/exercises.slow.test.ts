import { expect } from 'chai';
import type { Page } from 'playwright-core';
import { eventually } from '../support/eventually.js';
import { code, lesson, prose } from '../support/lessons.js';
import { runCell } from '../support/runnable.js';
import { faults, Visitor, WIDE } from '../support/visitor.js';

const cells = [
  prose('# 1 · Exercises\n\nWhat is remembered?'),
  prose('## A section\n\nText.'),
  prose('## Exercises\n\n1. Which factor?'),
  code("import { check } from 'initlab/tasks';\n\ncheck('01.1', undefined);"),
  prose('3. Which $r$ gives the same variance, for 784 inputs?'),
  code("check('01.3', undefined);"),
];
const withExercises = lesson('01-exercises', ...cells);
const solutions = lesson('solutions/01-exercises', ...cells);

describe('the exercises of a lesson', function () {
  this.timeout(180_000);

  let visitor: Visitor;
  before(async () => {
    visitor = await Visitor.to([withExercises, solutions]);
  });
  afterEach(() => visitor.leave());
  after(() => visitor?.close());

  /** Answers the second exercise, after the cell that imports `check`. */
  async function answer(page: Page, text: string): Promise<string> {
    await runCell(page, 1);
    await page.getByRole('button', { name: 'Edit In [2]', exact: true }).click();
    await page.getByRole('textbox', { name: 'Code of In [2]' }).waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(`check('01.3', ${text});`);
    await page.waitForFunction((code) => document.querySelector('#in-2 pre > code')?.textContent?.includes(code), text);
    return runCell(page, 2);
  }
  const progress = (page: Page) => page.locator('.toc-side .progress').allInnerTexts();

  it('give a hint for a wrong answer, and count a right one in the contents and in the index', async () => {
    const page = await visitor.visit('01-exercises.html');
    expect(await runCell(page, 1)).to.match(/^Exercise 01\.1: no answer yet/);
    expect(await answer(page, '1')).to.match(/^Exercise 01\.3: not yet\. \S+/);
    expect(await progress(page)).to.deep.equal([]);
    expect(await answer(page, 'Math.sqrt(3 / 784)')).to.equal('Exercise 01.3: right.');
    await eventually(() => progress(page), ['1 of 2 exercises Forget']);
    expect(await page.locator('#exercise-3 .solved').innerText()).to.equal('solved');
    await page.goto(page.url().replace('01-exercises', 'index'));
    expect(await page.locator('.lesson-time .progress').innerText()).to.equal('1 of 2 exercises');
    expect(visitor.problems).to.deep.equal([]);
  });

  it('stay solved over a reload, until the reader has that forgotten', async () => {
    const page = await visitor.visit('01-exercises.html');
    await answer(page, 'Math.sqrt(3 / 784)');
    await page.reload();
    await eventually(() => progress(page), ['1 of 2 exercises Forget']);
    expect(await faults(page)).to.deep.equal([]);
    await page.setViewportSize(WIDE);
    await page.getByRole('button', { name: 'Forget which exercises of this lesson are solved' }).click();
    await eventually(() => progress(page), []);
    expect(await page.evaluate(() => document.activeElement?.textContent)).to.equal('Exercises');
    await page.reload();
    expect(await progress(page)).to.deep.equal([]);
  });

  it('are not solved by running their solutions', async () => {
    const page = await visitor.visit('solutions/01-exercises.html');
    expect(await answer(page, 'Math.sqrt(3 / 784)')).to.equal('Exercise 01.3: right.');
    expect(await page.evaluate(() => localStorage.getItem('initlab-exercises'))).to.equal(null);
  });

  it('show no progress if the storage of the browser holds something else', async () => {
    const page = await visitor.visit('01-exercises.html');
    for (const stored of ['{', '{"01.3":1}', '[1, null, "99.9"]']) {
      await page.evaluate((text) => localStorage.setItem('initlab-exercises', text), stored);
      await page.reload();
      expect(await progress(page)).to.deep.equal([]);
    }
    expect(visitor.problems).to.deep.equal([]);
  });
});
