import { createHash } from 'node:crypto';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type Content, isCompressible, type Site } from '../pages/site.js';
import { CELL_WORKER, LANGUAGE_WORKER, PLAYGROUND_WORKER } from '../run/assets.js';
import type { RunFiles } from '../run/files.js';
import { EVENTS_ADDRESS, type Events } from './events.js';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.ipynb': 'application/x-ipynb+json; charset=utf-8',
  '.ndjson': 'application/x-ndjson; charset=utf-8',
  '.png': 'image/png',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.gz': 'application/gzip',
  '.txt': 'text/plain; charset=utf-8',
};

const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  // Pages may share memory with their workers only if nothing foreign can be in the same process.
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'X-Content-Type-Options': 'nosniff',
};

/**
 * Policy of the worker in which cells run. It runs the code that its page hands it, and reaches
 * nothing but files of the site.
 */
const WORKER_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'unsafe-eval' 'wasm-unsafe-eval'",
  "connect-src 'self'",
  "worker-src 'self'",
].join('; ');

/** Policies of workers, which do not have those of their page. */
const WORKER_POLICIES: Record<string, string> = {
  [CELL_WORKER]: WORKER_POLICY,
  // This worker reads code and declarations, and compiles nothing to be run.
  [LANGUAGE_WORKER]: "default-src 'none'; script-src 'self'; connect-src 'self'",
  // The playground runs no code of the reader.
  [PLAYGROUND_WORKER]: WORKER_POLICY.replace(" 'unsafe-eval'", ''),
};

/**
 * Creates a handler that answers requests with the pages and files of a site, and with the states
 * of its lessons as they change.
 */
export function serveSite(site: Pick<Site, 'get'>, events?: Events, runFiles?: RunFiles): RequestListener {
  const compressed = new Map<string, { etag: string; body: Buffer }>();
  return guardRequests((request, response) => {
    const address = addressOf(request.url ?? '/');
    if (events && address === EVENTS_ADDRESS) {
      response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream' });
      if (request.method === 'HEAD') response.end();
      else events.open(response);
      return;
    }
    if (address !== undefined && runFiles?.has(address)) {
      void runFiles.get(address).then((content) => answer(request, response, address, content));
      return;
    }
    answer(request, response, address, address === undefined ? undefined : site.get(address));
  });

  function answer(
    request: IncomingMessage,
    response: ServerResponse,
    address: string | undefined,
    content: Content | undefined,
  ): void {
    if (address === undefined || content === undefined)
      send(request, response, { status: 404, address: '404.html', content: site.get('404.html') });
    else send(request, response, { status: 200, address, content });
  }

  function send(
    request: IncomingMessage,
    response: ServerResponse,
    { status, address, content = '' }: { status: number; address: string; content: Content | undefined },
  ): void {
    const etag = `"${createHash('sha256').update(content).digest('base64url').slice(0, 16)}"`;
    const headers = {
      ...HEADERS,
      ...(Object.hasOwn(WORKER_POLICIES, address) && { 'Content-Security-Policy': WORKER_POLICIES[address] }),
      ETag: etag,
      Vary: 'Accept-Encoding',
    };
    if (status === 200 && request.headers['if-none-match'] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const type = CONTENT_TYPES[extname(address)] ?? 'application/octet-stream';
    const isCompressed = isCompressible(address) && acceptsGzip(request);
    const body = isCompressed ? compress(address, content, etag) : Buffer.from(content);
    response.writeHead(status, {
      ...headers,
      'Content-Type': type,
      'Content-Length': body.length,
      ...(isCompressed && { 'Content-Encoding': 'gzip' }),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  }

  function compress(address: string, content: Content, etag: string): Buffer {
    const known = compressed.get(address);
    if (known?.etag === etag) return known.body;
    const body = gzipSync(content);
    compressed.set(address, { etag, body });
    return body;
  }
}

function acceptsGzip({ headers }: IncomingMessage): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/.test(String(headers['accept-encoding'] ?? ''));
}

/** Turns the target of a request into an address of the site; undefined if it is invalid. */
function addressOf(url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/, '')).replace(/^\//, '');
    return path === '' || path.endsWith('/') ? `${path}index.html` : path;
  } catch {
    // The address has a damaged escape such as %zz.
    return undefined;
  }
}

/**
 * Lets only GET and HEAD requests to a local name through. A foreign page whose host name resolves
 * to 127.0.0.1 therefore reads nothing.
 */
function guardRequests(handle: RequestListener): RequestListener {
  return (request, response) => {
    const host = (request.headers.host ?? '').replace(/:\d+$/, '').toLowerCase();
    if (!['localhost', '127.0.0.1', '[::1]'].includes(host)) {
      refuse(response, 403, 'This server answers only to localhost, 127.0.0.1 and [::1].');
    } else if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD');
      refuse(response, 405, 'Only GET and HEAD are allowed.');
    } else {
      handle(request, response);
    }
  };
}

function refuse(response: ServerResponse, status: number, message: string): void {
  response.writeHead(status, { ...HEADERS, 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${message}\n`);
}
