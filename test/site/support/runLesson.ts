import { readFileSync } from 'node:fs';
import type { Notebook } from 'initlab-kernel';
import type { Visitor } from './visitor.js';

/** A lesson as it ran in its page. */
export interface RunInPage {
  notebook: Notebook;
  /** Time from the click on Run all to the end of the last cell. */
  seconds: number;
}

/** Runs all cells of a lesson in its page, and downloads what it shows then as a notebook. */
export async function runLesson(visitor: Visitor, name: string): Promise<RunInPage> {
  const page = await visitor.visit(`${name}.html`);
  page.setDefaultTimeout(600_000);
  const begin = performance.now();
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  const ended = page.getByRole('button', { name: 'Reset', exact: true });
  await ended.waitFor();
  const seconds = (performance.now() - begin) / 1000;
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download as notebook', exact: true }).click();
  const notebook = JSON.parse(readFileSync(await (await download).path(), 'utf8')) as Notebook;
  await visitor.leave();
  return { notebook, seconds };
}
