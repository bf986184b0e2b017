import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { launchBrowser } from '../../site/src/figures/browser.js';
import { type Nginx, startNginx } from '../../test/hub/nginx.js';

const LOAD_SECONDS = 10;
const CONNECTIONS = 64;
/** A reader's browser has got everything when nothing more was asked for this long. */
const QUIET_MS = 3000;

/** Answers of nginx to a reader. */
interface Traffic {
  requests: number;
  bytes: number;
}

/**
 * Serves all pages by Debian's nginx as hub/nginx.conf says, and prints as Markdown what the steps
 * of a reader cost the server, and how many requests a second it answers on this machine beside the
 * program that asks.
 */
export async function run(): Promise<void> {
  if (!existsSync('/usr/bin/wrk')) throw new Error('wrk is missing: apt-get install wrk nginx-light');
  const folder = mkdtempSync(join(tmpdir(), 'initlab-static-'));
  const root = join(folder, 'site');
  const log = join(folder, 'answers.log');
  const built = spawnSync(process.execPath, ['site/dist/commands/site.js', '--gzip', '--out', root], {
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('the pages could not be built');
  const nginx = await startNginx(root, log);
  try {
    await printTraffic(nginx, log);
    printLoad(nginx);
  } finally {
    await nginx.stop();
    rmSync(folder, { recursive: true });
  }
}

async function printTraffic({ address }: Nginx, log: string): Promise<void> {
  const browser = await launchBrowser();
  const context = await browser.newContext();
  const page = await context.newPage();
  const visit = (path: string) => page.goto(new URL(path, address).href);
  const steps: [string, () => Promise<unknown>][] = [
    ['opens the first lesson, and keeps all pages for reading offline', () => visit('00-why-initialization.html')],
    ['opens the next lesson', () => visit('01-variance-math.html')],
    ['runs its cells', () => runAll(page)],
    ['opens the first lesson again', () => visit('00-why-initialization.html')],
    ['comes back later, with all kept', () => comeBack(context, address)],
  ];
  console.log('| a reader | requests | kB |\n|---|---|---|');
  for (const [name, step] of steps) {
    const before = traffic(log);
    await step();
    await untilQuiet(log);
    const after = traffic(log);
    const kilobytes = ((after.bytes - before.bytes) / 1000).toFixed(0);
    console.log(`| ${name} | ${after.requests - before.requests} | ${kilobytes} |`);
  }
  await browser.close();
}

async function runAll(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run all', exact: true }).click();
  await page.getByRole('button', { name: 'Reset', exact: true }).waitFor({ timeout: 300_000 });
}

async function comeBack(context: BrowserContext, address: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(new URL('02-xavier.html', address).href);
}

/** Sums the answers that nginx has logged. */
function traffic(log: string): Traffic {
  const lines = existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n').filter(Boolean) : [];
  const bytes = lines.reduce((sum, line) => sum + Number(line.split(' ')[0]), 0);
  return { requests: lines.length, bytes };
}

async function untilQuiet(log: string): Promise<void> {
  for (let seen = -1; ; ) {
    const { requests } = traffic(log);
    if (requests === seen) return;
    seen = requests;
    await sleep(QUIET_MS);
  }
}

function printLoad({ address }: Nginx): void {
  console.log('\n| request | a second | 99 % within |\n|---|---|---|');
  for (const [name, path, header] of [
    ['a lesson, compressed', '01-variance-math.html', 'Accept-Encoding: gzip'],
    ['a lesson, as it is', '01-variance-math.html', 'Accept-Encoding: identity'],
    ['the style sheet, compressed', 'assets/style.css', 'Accept-Encoding: gzip'],
  ]) {
    const settings = ['-t1', `-c${CONNECTIONS}`, `-d${LOAD_SECONDS}s`, '--latency', '-H', header];
    const { stdout } = spawnSync('wrk', [...settings, new URL(path, address).href], { encoding: 'utf8' });
    if (/Non-2xx|Socket errors/.test(stdout)) throw new Error(`some requests failed:\n${stdout}`);
    const perSecond = Number(/Requests\/sec:\s+([\d.]+)/.exec(stdout)?.[1]);
    console.log(`| ${name} | ${perSecond.toFixed(0)} | ${/^\s+99%\s+(\S+)/m.exec(stdout)?.[1]} |`);
  }
}
