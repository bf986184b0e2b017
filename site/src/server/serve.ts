import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { extname, resolve, sep } from 'node:path';
import { pipeline } from 'node:stream';

const CONTENT_TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.woff2': 'font/woff2',
};

const HEADERS = {
  'Cache-Control': 'no-cache',
  'Content-Security-Policy': "frame-ancestors 'none'",
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
};

/** Creates a handler that answers requests with the files of a folder. */
export function serveFolder(folder: string): RequestListener {
  return guardRequests((request, response) => {
    const file = findFile(folder, request.url ?? '/');
    const missing = file === undefined ? findFile(folder, '/404.html') : undefined;
    if (file !== undefined) send(request, response, 200, file);
    else if (missing !== undefined) send(request, response, 404, missing);
    else refuse(response, 404, 'The pages are gone. Run npm start again.');
  });
}

/** Creates a handler that answers every request with a waiting page, which reloads on its own. */
export function serveWaiting(): RequestListener {
  return guardRequests((_request, response) => {
    response.writeHead(503, { ...HEADERS, 'Content-Type': CONTENT_TYPES['.html'] });
    response.end(
      '<!doctype html><html lang="en"><meta charset="utf-8"><meta http-equiv="refresh" content="2"><title>initlab</title>' +
        '<p>The lessons are still running. The terminal shows their progress. This page reloads until they are done.</p></html>',
    );
  });
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

/** Finds the file for an address; undefined if the folder has none. */
function findFile(folder: string, url: string): string | undefined {
  try {
    const path = decodeURIComponent(url.replace(/[?#].*$/, ''));
    const file = resolve(folder, `.${path.endsWith('/') ? `${path}index.html` : path}`);
    const isInside = file.startsWith(resolve(folder) + sep);
    return isInside && statSync(file).isFile() ? file : undefined;
  } catch {
    // There is no such file, or the address is invalid.
    return undefined;
  }
}

function send(request: IncomingMessage, response: ServerResponse, status: number, file: string): void {
  const { mtimeMs, size } = statSync(file);
  const etag = `"${mtimeMs.toString(36)}-${size.toString(36)}"`;
  if (status === 200 && request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...HEADERS, ETag: etag });
    response.end();
    return;
  }
  const type = CONTENT_TYPES[extname(file)] ?? 'application/octet-stream';
  response.writeHead(status, { ...HEADERS, ETag: etag, 'Content-Type': type, 'Content-Length': size });
  if (request.method === 'HEAD') response.end();
  // The callback ignores errors, so that a file that disappears ends this response and not the
  // server.
  else pipeline(createReadStream(file), response, () => {});
}
