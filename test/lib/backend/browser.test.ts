import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { build } from 'esbuild';
import type { Browser } from 'playwright-core';
import { sharedBrowser } from '../../site/support/sharedBrowser.js';

const root = join(import.meta.dirname, '../../..');

/**
 * Program of a page. It returns the message, and the gradient of a maximum over negative numbers,
 * which tfjs's own wasm backend loses.
 */
const PROGRAM = `
import { useBackend } from './lib/src/backend/useBackend.ts';
import { grad, maxPool, ones, reshape, tensor4d } from '@tensorflow/tfjs-core';
window.run = async (options) => {
  const { message } = await useBackend('auto', options);
  const x = tensor4d([-4, -3, -2, -1], [1, 2, 2, 1]);
  return { message, gradient: [...grad((x) => maxPool(x, 2, 2, 'valid'))(x).dataSync()] };
};`;

describe('useBackend in a browser', function () {
  this.timeout(120_000);
  let browser: Browser;
  let server: Server;
  let url: string;

  before(async () => {
    const stdin = { contents: PROGRAM, resolveDir: root, loader: 'js' as const };
    const bundle = await build({
      stdin,
      bundle: true,
      write: false,
      format: 'esm',
      platform: 'browser',
      logLevel: 'error',
    });
    server = createServer(({ url = '' }, response) => {
      if (url === '/') return response.end('<!doctype html><script type="module" src="/page.js"></script>');
      if (url === '/page.js')
        return response.setHeader('Content-Type', 'text/javascript').end(bundle.outputFiles[0].text);
      const file = join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist', basename(url));
      if (url.startsWith('/wasm/') && existsSync(file)) return response.end(readFileSync(file));
      return response.writeHead(404).end();
    }).listen(0, '127.0.0.1');
    browser = await sharedBrowser();
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });

  after(() => server.close());

  it('chooses wasm if wasmPaths names the folder of the wasm files', async () => {
    expect(await inPage({ wasmPaths: '/wasm/' })).to.deep.equal({
      message: 'tfjs runs on wasm with SIMD; not on tensorflow: it needs Node, and this is a browser',
      gradient: [0, 0, 0, 1],
    });
  });

  it('chooses cpu if there are no wasm files', async () => {
    const { message, gradient } = await inPage({ wasmPaths: '/nowhere/' });
    expect(message).to.match(/^tfjs runs on cpu .*; not on tensorflow: it needs Node, .*; not on wasm: .*\.wasm/);
    expect(gradient).to.deep.equal([0, 0, 0, 1]);
  });

  async function inPage(options: object): Promise<{ message: string; gradient: number[] }> {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction('window.run');
    const result = await page.evaluate(`run(${JSON.stringify(options)})`);
    await page.close();
    return result as { message: string; gradient: number[] };
  }
});
