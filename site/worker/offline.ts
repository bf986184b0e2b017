/**
 * Keeps the pages in the browser, so that they can be read offline after the first visit. The
 * build writes the names of all files and their version in front of this script.
 */
declare const FILES: readonly string[];
declare const VERSION: string;

const worker = self as unknown as ServiceWorkerGlobalScope;
const { scope } = worker.registration;
/** Sites below other paths of the same server have caches of their own. */
const PREFIX = `initlab ${scope} `;
const CACHE = `${PREFIX}${VERSION}`;

worker.addEventListener('install', (event) => {
  const keepAll = async (): Promise<void> => {
    const cache = await caches.open(CACHE);
    await cache.addAll(FILES);
    await worker.skipWaiting();
  };
  event.waitUntil(keepAll());
});

worker.addEventListener('activate', (event) => {
  const removeOld = async (): Promise<void> => {
    // Pages that the worker before this one answers may still read its cache.
    await worker.clients.claim();
    const names = await caches.keys();
    const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
  };
  event.waitUntil(removeOld());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET' || !request.url.startsWith(scope)) return;
  event.respondWith(request.mode === 'navigate' ? fromNetwork(request) : fromCache(request));
});

/** Gets a page from the server, or as it was kept if the server cannot be reached. */
async function fromNetwork(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    const kept = await find(request);
    if (kept) return kept;
    throw error;
  }
}

/** Gets a file as it was kept, or from the server if it was not. */
async function fromCache(request: Request): Promise<Response> {
  return (await find(request)) ?? fetch(request);
}

async function find({ url }: Request): Promise<Response | undefined> {
  const [path] = url.split(/[?#]/);
  const cache = await caches.open(CACHE);
  return cache.match(path.endsWith('/') ? `${path}index.html` : path);
}
