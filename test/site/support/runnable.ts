import type { Locator, Page } from 'playwright-core';
import type { Lesson } from '../../../site/src/lessons/lesson.js';
import { code, lesson, prose, result, shown, stream } from './lessons.js';

/** Lesson whose cells use each other, print, show, fail and never end. */
export const runnable: Lesson = lesson(
  '01-runnable',
  prose('# 1 · Cells to run\n\nWhat does a reader see who runs them?'),
  code('interface Size {\n  width: number;\n}\nconst size: Size = { width: 4 };', stream('stdout', 'as committed\n')),
  code("console.log('the width is', size.width);\nsize.width * 2", result('8')),
  code("import { strict as assert } from 'node:assert';\n\nassert(size.width > 4);"),
  code('for (;;) {}'),
  code(
    "import { table } from 'initlab';\nimport { show, varianceByLayer } from 'initlab/plot';\nshow(varianceByLayer([{ name: 'he', values: [1, 2, 4] }]));\ntable([{ layer: 1, variance: 0.25 }])",
    shown({ 'text/plain': 'a plot' }),
  ),
  code(
    "import { useBackend } from 'initlab';\nimport { loadMnist } from 'initlab/tasks';\nconst { name } = await useBackend('wasm');\nconsole.log(name, loadMnist().train.count);",
  ),
  prose('The end.'),
);
runnable.notebook.metadata = { kernelspec: { display_name: 'TypeScript', language: 'typescript', name: 'initlab' } };

/** The cell with a number, on the page of a lesson. */
export function cellOf(page: Page, number: number): Locator {
  return page.locator(`#in-${number}`);
}

/** Runs a cell and waits until it has run, or has failed. */
export async function runCell(page: Page, number: number): Promise<string> {
  await page.getByRole('button', { name: `Run In [${number}]`, exact: true }).click();
  return waitForEnd(page, number);
}

/** Time that a first run may take, before which the server bundles the scripts. */
const FIRST_RUN_MS = 110_000;

/** Waits until a cell has run or has failed. Returns the text of its outputs. */
export async function waitForEnd(page: Page, number: number): Promise<string> {
  await page.locator(`#in-${number}:is([data-run="done"], [data-run="failed"])`).waitFor({ timeout: FIRST_RUN_MS });
  // Outputs are shown with the next frame.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return (await cellOf(page, number).locator('.output').allInnerTexts()).join('\n');
}

/** The line of the page that says how the run is going. */
export function statusOf(page: Page): Locator {
  return page.getByRole('region', { name: 'Running the cells' }).getByRole('status');
}
