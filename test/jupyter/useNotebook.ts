import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../../site/src/figures/browser.js';
import { freePort } from '../support/freePort.js';

const sources = [
  '6 * 7',
  'Math.s',
  'while (true) {}',
  "const after = 'still ' + 'here';\nafter",
  'for (let i = 0; i < 2; i++) while (true) await null;',
];

/** The time in which the page must change. */
const MAX_WAIT_MS = 60_000;

/**
 * Opens notebooks in Debian's Notebook 6, started by `initlab lab`, in a headless browser, and
 * works with the keyboard: runs a cell, completes, interrupts, runs a lesson. Throws at the first
 * failure. Leaves screenshots in a folder.
 */
export async function useNotebook(screenshots: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'initlab-notebook-'));
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
  copyFileSync('notebooks/01-variance-math.ipynb', join(folder, 'lesson.ipynb'));
  writeFileSync(join(folder, 'small.ipynb'), JSON.stringify(notebook()));
  mkdirSync(screenshots, { recursive: true });
  const port = await freePort();
  const server = startServer(folder, port);
  const browser = await launchBrowser();
  try {
    await untilListening(port);
    const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
    page.setDefaultTimeout(MAX_WAIT_MS);
    const open = (name: string): Promise<void> => openNotebook(page, `http://127.0.0.1:${port}/notebooks/${name}`);
    const picture = (name: string): Promise<unknown> => page.screenshot({ path: join(screenshots, `${name}.png`) });
    await open('small.ipynb?token=test');
    await runAndComplete(page, picture);
    await interrupt(page, picture);
    await open('lesson.ipynb');
    await runLesson(page, picture);
  } finally {
    await browser.close();
    await stopServer(server);
    rmSync(folder, { recursive: true, force: true });
  }
}

type Picture = (name: string) => Promise<unknown>;

async function runAndComplete(page: Page, picture: Picture): Promise<void> {
  await page.keyboard.press('Shift+Enter');
  await untilOutput(page, 0, '42');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Control+End');
  await page.keyboard.press('Tab');
  await page.locator('#complete option').first().waitFor();
  await picture('1-completion');
  const matches = await page.locator('#complete option').allInnerTexts();
  if (!matches.includes('sqrt')) throw new Error(`Math.s is completed to ${matches}`);
  for (let i = 0; i < matches.indexOf('sqrt'); i++) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.querySelectorAll('.code_cell')[1]?.textContent?.includes('Math.sqrt'));
  await page.keyboard.type('(81)');
  await page.keyboard.press('Shift+Enter');
  await untilOutput(page, 1, '9');
}

/** Interrupts two loops, the second of which runs after an await. */
async function interrupt(page: Page, picture: Picture): Promise<void> {
  for (const loop of [2, 4]) {
    await page.keyboard.press('Shift+Enter');
    await page.locator('.code_cell').nth(loop).locator('.input_prompt', { hasText: '[*]' }).waitFor();
    await sleep(1000);
    await page.keyboard.press('Escape');
    await page.keyboard.press('i');
    await page.keyboard.press('i');
    await untilOutput(page, loop, 'nterrupt');
    if (loop === 4) break;
    await page.keyboard.press('Shift+Enter');
    await untilOutput(page, 3, 'still here');
  }
  await picture('2-interrupted');
}

/** Selects and runs every cell. The plots of the lesson are drawn by their own HTML. */
async function runLesson(page: Page, picture: Picture): Promise<void> {
  await page.keyboard.press('Escape');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Control+Enter');
  await page.locator('.output_area .main-svg').first().waitFor();
  await page.waitForFunction('!Jupyter.notebook.get_cells().some((cell) => cell.input_prompt_number === "*")');
  const plot = page.locator('.output_area .main-svg').first();
  await plot.scrollIntoViewIfNeeded();
  await picture('3-lesson');
  const traces = await page.locator('.output_area .trace').count();
  if (traces === 0) throw new Error('the plot of the lesson has no trace');
  const errors = await page.locator('.output_error').count();
  if (errors > 0) throw new Error(`${errors} cells of the lesson failed`);
}

function untilOutput(page: Page, cell: number, text: string): Promise<void> {
  return page
    .locator('.code_cell')
    .nth(cell)
    .locator('.output_area', { hasText: text })
    .first()
    .waitFor()
    .catch(async (error: Error) => {
      const shown = await page.locator('.code_cell').nth(cell).innerText();
      throw new Error(`cell ${cell + 1} did not show "${text}" but:\n${shown}\n${error.message.split('\n')[0]}`);
    });
}

async function openNotebook(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction('window.Jupyter?.notebook?._fully_loaded && Jupyter.notebook.kernel?.is_connected()');
  await page.locator('#kernel_indicator_icon.kernel_idle_icon').waitFor();
  await page.locator('#notebook-container').click({ position: { x: 2, y: 2 } });
  await page.keyboard.press('Escape');
}

function startServer(folder: string, port: number): ChildProcess {
  const options = ['--no-browser', `--port=${port}`, '--NotebookApp.port_retries=0', '--NotebookApp.token=test'];
  const args = ['lib/bin/initlab.cjs', 'lab', folder, '--', ...options, '--allow-root'];
  // Debian's programs come first, because they are tested here.
  const env = { ...process.env, PATH: `/usr/bin:${process.env.PATH}` };
  return spawn(process.execPath, args, { env, stdio: ['ignore', 'inherit', 'inherit'] });
}

async function stopServer(server: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => server.once('exit', resolve));
  if (server.exitCode !== null) return;
  server.kill('SIGINT');
  await gone;
}

async function untilListening(port: number): Promise<void> {
  const end = performance.now() + MAX_WAIT_MS;
  for (;;) {
    const answered = await fetch(`http://127.0.0.1:${port}/api`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (answered) return;
    if (performance.now() > end) throw new Error('Notebook did not start');
    await sleep(200);
  }
}

function notebook(): object {
  const cells = sources.map((source, i) => ({
    cell_type: 'code',
    id: `cell-${i}`,
    metadata: {},
    source,
    outputs: [],
    execution_count: null,
  }));
  const kernelspec = { name: 'initlab', display_name: 'TypeScript (initlab)', language: 'typescript' };
  return { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
}
