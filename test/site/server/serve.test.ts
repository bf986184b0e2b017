import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { Events } from '../../../site/src/server/events.js';
import { serveSite } from '../../../site/src/server/serve.js';

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
  bytes: Buffer;
}

const FILES: Record<string, string | Uint8Array> = {
  'index.html': 'the index',
  '404.html': 'no such page',
  'assets/page.js': '1',
  'run/cells.js': '2',
  'run/language.js': '3',
  'run/playgroundWorker.js': '4',
  'figures/a.png': Uint8Array.of(137, 80, 78, 71),
};

describe('the server', () => {
  let server: Server;
  let port: number;
  const events = new Events();

  before((done) => {
    const site = { get: (address: string) => (Object.hasOwn(FILES, address) ? FILES[address] : undefined) };
    server = createServer(serveSite(site, events)).listen(0, '127.0.0.1', () => {
      port = (server.address() as AddressInfo).port;
      done();
    });
  });
  after(() => server.close());

  /** Requests a path exactly as it is given, including dots. */
  function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, path, method, headers }, (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk) => chunks.push(chunk));
        res.on('end', () => {
          const bytes = Buffer.concat(chunks);
          resolve({ status: res.statusCode ?? 0, headers: res.headers, body: String(bytes), bytes });
        });
      });
      req.on('error', reject).end();
    });
  }

  it('serves files with their types, and the index for a folder', async () => {
    expect(await get('/')).to.deep.include({ status: 200, body: 'the index' });
    const script = await get('/assets/page.js?v=1');
    expect(script.status).to.equal(200);
    expect(script.headers['content-type']).to.equal('text/javascript; charset=utf-8');
    expect(script.headers['x-content-type-options']).to.equal('nosniff');
  });

  it('lets pages share memory with their workers, and workers reach the site alone', async () => {
    const { headers } = await get('/');
    expect(headers).to.include({
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'content-security-policy': "frame-ancestors 'none'",
    });
    const worker = await get('/run/cells.js');
    expect(worker.headers['cross-origin-embedder-policy']).to.equal('require-corp');
    expect(worker.headers['content-security-policy']).to.equal(
      "default-src 'none'; script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'",
    );
    const language = await get('/run/language.js');
    expect(language.headers['content-security-policy']).to.equal(
      "default-src 'none'; script-src 'self'; connect-src 'self'",
    );
    // Only cells are code of the reader.
    const playground = await get('/run/playgroundWorker.js');
    expect(playground.headers['content-security-policy']).to.equal(
      "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; worker-src 'self'",
    );
  });

  it('serves the page for unknown addresses with status 404', async () => {
    for (const path of ['/absent.html', '/assets', '/%E0%A4%A', '/a%00b']) {
      expect(await get(path), path).to.deep.include({ status: 404, body: 'no such page' });
    }
  });

  it('serves nothing but the addresses of its site', async () => {
    const ways = ['/../package.json', '/%2e%2e/package.json', '/assets/../../package.json', '//package.json'];
    for (const path of [...ways, '/..%5cpackage.json', `${import.meta.filename}`, '/constructor', '/__proto__']) {
      const { status, body } = await get(path);
      expect([status, body], path).to.deep.equal([404, 'no such page']);
    }
  });

  it('answers only to local host names', async () => {
    for (const host of ['localhost', `localhost:${port}`, '127.0.0.1:1', `[::1]:${port}`]) {
      expect((await get('/', { host })).status, host).to.equal(200);
    }
    for (const host of ['example.org', `example.org:${port}`, 'localhost.example.org', '127.0.0.1.example.org']) {
      const answer = await get('/', { host });
      expect(answer.status, host).to.equal(403);
      expect(answer.body).to.not.include('the index');
    }
  });

  it('rejects every method except GET and HEAD', async () => {
    const answer = await get('/', {}, 'POST');
    expect(answer.status).to.equal(405);
    expect(answer.headers.allow).to.equal('GET, HEAD');
  });

  it('answers HEAD without a body', async () => {
    const answer = await get('/', {}, 'HEAD');
    expect(answer).to.deep.include({ status: 200, body: '' });
    expect(answer.headers['content-length']).to.equal('9');
  });

  it('does not send an unchanged file again', async () => {
    const { headers } = await get('/');
    expect((await get('/', { 'If-None-Match': String(headers.etag) })).status).to.equal(304);
    expect((await get('/', { 'If-None-Match': '"other"' })).status).to.equal(200);
  });

  it('serves pictures as they are, and compresses text for a browser that accepts it', async () => {
    const picture = await get('/figures/a.png', { 'Accept-Encoding': 'gzip' });
    expect(picture.headers).to.include({ 'content-type': 'image/png' }).and.not.have.property('content-encoding');
    expect([...picture.bytes]).to.deep.equal([137, 80, 78, 71]);
    const page = await get('/', { 'Accept-Encoding': 'br, gzip;q=0.8' });
    expect(page.headers['content-encoding']).to.equal('gzip');
    expect(String(gunzipSync(page.bytes))).to.equal('the index');
    for (const refuses of ['identity', 'gzip;q=0', 'gzip; q=0.0, br'])
      expect((await get('/', { 'Accept-Encoding': refuses })).body, refuses).to.equal('the index');
  });

  it('tells a page every state so far, and then each change', async () => {
    events.tell('01-fine', { kind: 'running', cell: 1, cells: 3 });
    const messages: string[] = [];
    await new Promise<void>((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, path: '/events' }, (res) => {
        expect(res.headers['content-type']).to.equal('text/event-stream');
        res.on('data', (chunk) => {
          messages.push(String(chunk));
          if (messages.length === 1) events.tell('01-fine', { kind: 'reproduced' });
          else {
            req.destroy();
            resolve();
          }
        });
      });
      req.on('error', reject).end();
    });
    expect(messages.map((message) => JSON.parse(message.replace(/^data: /, '')))).to.deep.equal([
      { '01-fine': { kind: 'running', text: 'Outputs as committed · running on this machine, cell 1 of 3' } },
      { '01-fine': { kind: 'reproduced', text: 'Reproduced on this machine' } },
    ]);
  });
});
