import type { ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { builtin } from '../../foundation/builtin.js';
import type { Figure } from '../figure.js';
import { bundlePackage, readBundle } from './plotlyHtml.js';

/** Names of Chrome's programs on Linux, and their places on macOS and Windows. */
const BROWSERS = [
  'google-chrome',
  'google-chrome-stable',
  'chromium',
  'chromium-browser',
  'microsoft-edge',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Time that a browser may take, in milliseconds. */
const LIMIT_MS = 60_000;

const SIZE = { width: 800, height: 500 };

/**
 * Draws a figure as SVG or PNG in a browser without a window. `CHROME_PATH` names the browser;
 * otherwise Chrome, Chromium or Edge is searched for.
 *
 * @throws Error if there is no browser, or if it draws nothing
 */
export async function browserImage(figure: Figure, format: 'svg' | 'png'): Promise<Uint8Array> {
  const { mkdtempSync, rmSync } = builtin('node:fs');
  const folder = mkdtempSync(builtin('node:path').join(builtin('node:os').tmpdir(), 'initlab-figure-'));
  const browser = await start(folder).catch((error) => {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });
  const timer = setTimeout(() => browser.kill('SIGKILL'), LIMIT_MS);
  try {
    const url = await draw(browser, figure, format);
    const data = url.slice(url.indexOf(',') + 1);
    return format === 'png' ? Buffer.from(data, 'base64') : Buffer.from(decodeURIComponent(data));
  } finally {
    clearTimeout(timer);
    const ended = new Promise((resolve) => browser.once('exit', resolve));
    if (browser.exitCode === null && browser.signalCode === null) {
      browser.kill('SIGKILL');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts the first browser that exists, with pipes for its protocol. */
async function start(folder: string): Promise<ChildProcess> {
  const { spawn } = builtin('node:child_process');
  const named = process.env.CHROME_PATH;
  // The sandbox does not start for root, as whom containers run. The page is this program's own.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const options = [
    '--headless',
    '--disable-gpu',
    '--no-first-run',
    '--remote-debugging-pipe',
    `--user-data-dir=${folder}`,
  ];
  for (const path of named ? [named] : BROWSERS) {
    const child = spawn(path, [...options, ...sandbox, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe'],
    });
    const error = await new Promise<NodeJS.ErrnoException | undefined>((resolve) => {
      child.once('spawn', () => resolve(undefined));
      child.once('error', resolve);
    });
    if (error === undefined) return child;
    if (error.code !== 'ENOENT') throw error;
  }
  throw new Error(
    'saveFigure: SVG and PNG are drawn by Chrome, Chromium or Edge, and none was found; set CHROME_PATH to its program, or save the figure as .html',
  );
}

/** Draws in a new page and returns the address of the image, which contains it. */
async function draw(browser: ChildProcess, figure: Figure, format: string): Promise<string> {
  const send = protocol(browser);
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await send('Target.attachToTarget', { targetId, flatten: true });
  const evaluate = async (expression: string): Promise<unknown> => {
    const options = { expression, awaitPromise: true, returnByValue: true };
    const { result, exceptionDetails } = await send('Runtime.evaluate', options, sessionId as string);
    if (exceptionDetails !== undefined) throw nothingDrawn(JSON.stringify(exceptionDetails));
    return (result as { value?: unknown }).value;
  };
  const { width = SIZE.width, height = SIZE.height } = figure.layout as Partial<typeof SIZE>;
  await evaluate(`${readBundle(bundlePackage(figure))}\n;0`);
  const image = { format, width: Number(width), height: Number(height) };
  const url = await evaluate(`Plotly.toImage(${JSON.stringify(figure)}, ${JSON.stringify(image)})`);
  if (typeof url === 'string' && url.startsWith('data:image/')) return url;
  throw nothingDrawn('no image');
}

function nothingDrawn(reason: string): Error {
  return new Error(`saveFigure: the browser drew nothing (${reason}); save the figure as .html instead`);
}

type Send = (method: string, params: object, sessionId?: string) => Promise<Record<string, unknown>>;

/** Speaks the DevTools protocol over pipes: JSON that ends with a zero byte. */
function protocol(browser: ChildProcess): Send {
  const [input, output] = [browser.stdio[3], browser.stdio[4]] as Duplex[];
  const waiting = new Map<
    number,
    { resolve: (result: Record<string, unknown>) => void; reject: (error: Error) => void }
  >();
  let rest = '';
  output.setEncoding('utf8').on('data', (text: string) => {
    const messages = (rest + text).split('\0');
    rest = messages.pop() as string;
    for (const message of messages) {
      const { id, result, error } = JSON.parse(message);
      if (error) waiting.get(id)?.reject(nothingDrawn(error.message));
      else waiting.get(id)?.resolve(result);
    }
  });
  const fail = (): void => {
    for (const { reject } of waiting.values()) reject(nothingDrawn('it ended'));
  };
  browser.once('exit', fail);
  input.on('error', fail);
  let id = 0;
  return (method, params, sessionId) =>
    new Promise((resolve, reject) => {
      id += 1;
      waiting.set(id, { resolve, reject });
      input.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    });
}
