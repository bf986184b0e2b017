import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { serveFolder, serveWaiting } from '../../../site/src/server/serve.js';

interface Answer {
  status: number;
  headers: Record<string, unknown>;
  body: string;
}

describe('the server', () => {
  let folder: string;
  let server: Server;
  let port: number;
  let handler = serveWaiting();

  before((done) => {
    folder = mkdtempSync(join(tmpdir(), 'initlab-serve-'));
    const site = join(folder, 'site');
    mkdirSync(join(site, 'assets'), { recursive: true });
    writeFileSync(join(folder, 'secret.txt'), 'secret');
    mkdirSync(join(folder, 'site-next-door'));
    writeFileSync(join(folder, 'site-next-door/secret.txt'), 'secret');
    writeFileSync(join(site, 'index.html'), 'the index');
    writeFileSync(join(site, '404.html'), 'no such page');
    writeFileSync(join(site, 'assets/page.js'), '1');
    handler = serveFolder(site);
    server = createServer((req, res) => handler(req, res)).listen(0, '127.0.0.1', () => {
      port = (server.address() as AddressInfo).port;
      done();
    });
  });
  after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });

  /** Requests a path exactly as it is given, including dots. */
  function get(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const req = request({ host: '127.0.0.1', port, path, method, headers }, (res) => {
        let body = '';
        res.on('data', (chunk) => {
          body += chunk;
        });
        res.on('end', () => resolve({ status: res.statusCode ?? 0, headers: res.headers, body }));
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

  it('serves the page for unknown addresses with status 404', async () => {
    for (const path of ['/absent.html', '/assets', '/%E0%A4%A', '/a%00b']) {
      expect(await get(path), path).to.deep.include({ status: 404, body: 'no such page' });
    }
  });

  it('keeps running when its pages are gone', async () => {
    const pages = handler;
    handler = serveFolder(join(folder, 'gone'));
    expect(await get('/')).to.include({ status: 404 });
    expect((await get('/')).body).to.include('npm start');
    handler = pages;
    expect(await get('/')).to.include({ status: 200 });
  });

  it('serves nothing outside its folder', async () => {
    const ways = [
      '/../secret.txt',
      '/%2e%2e/secret.txt',
      '/..%2fsecret.txt',
      '/assets/../../secret.txt',
      '//../secret.txt',
    ];
    for (const path of [...ways, '/../site-next-door/secret.txt', '/..%5csecret.txt', join(folder, 'secret.txt')]) {
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

  it('shows a waiting page while the lessons run', async () => {
    const pages = handler;
    handler = serveWaiting();
    const answer = await get('/01.html');
    handler = pages;
    expect(answer.status).to.equal(503);
    expect(answer.body).to.include('still running').and.include('http-equiv="refresh"');
  });
});
