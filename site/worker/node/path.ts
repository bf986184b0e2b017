/** The functions of Node's `path` that the library and the kernel call, for paths with slashes. */
const SEPARATOR = '/';

export { SEPARATOR as sep };

export function join(...parts: string[]): string {
  return resolve(...parts.map((part, i) => (i === 0 ? part : part.replace(/^\/+/, ''))));
}

/** Resolves against the root, which is the folder in which the cells run. */
export function resolve(...parts: string[]): string {
  const found: string[] = [];
  const last = parts.findLastIndex((part) => part.startsWith('/'));
  for (const part of parts.slice(Math.max(0, last)).join('/').split('/')) {
    if (part === '..') found.pop();
    else if (part !== '' && part !== '.') found.push(part);
  }
  return `/${found.join('/')}`;
}

export function dirname(path: string): string {
  return resolve(path, '..');
}
