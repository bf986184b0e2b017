import { join } from './path.js';

/** The folder in which the library finds the data sets of the site. */
export const DATA_FOLDER = '/data';

/** The files of the data sets, from the folder `data/` of the project. The build writes them. */
declare const DATA_FILES: readonly string[];

const contents = new Map<string, Uint8Array>();

/** Checks for a file of the data sets, or for a folder of them. */
export function existsSync(path: string): boolean {
  const name = nameOf(path);
  return name === '' || DATA_FILES.some((file) => file === name || file.startsWith(`${name}/`));
}

/** Reads a file of the data sets from the site, once. A worker may wait for it. */
export function readFileSync(path: string, encoding?: 'utf8'): Uint8Array | string {
  const name = nameOf(path);
  if (name === undefined || !DATA_FILES.includes(name)) throw notFound(path);
  const content = contents.get(name) ?? request(new URL(`data/${name}`, self.location.href));
  contents.set(name, content);
  return encoding === undefined ? content : new TextDecoder().decode(content);
}

/** Describes a file, which never changes. */
export function statSync(path: string): { size: number; mtimeMs: number; ino: number } {
  if (!existsSync(path)) throw notFound(path);
  return { size: 0, mtimeMs: 0, ino: 0 };
}

export function mkdirSync(path: string): never {
  throw new Error(`${path} cannot be written, because a page has no files. Run the notebook in Jupyter for this.`);
}

export const writeFileSync: typeof mkdirSync = mkdirSync;

function nameOf(path: string): string | undefined {
  const whole = join('/', path);
  return whole === DATA_FOLDER || whole.startsWith(`${DATA_FOLDER}/`) ? whole.slice(DATA_FOLDER.length + 1) : undefined;
}

function request(url: URL): Uint8Array {
  const asked = new XMLHttpRequest();
  asked.open('GET', url, false);
  asked.responseType = 'arraybuffer';
  asked.send();
  if (asked.status !== 200) throw new Error(`${url} could not be loaded: ${asked.status} ${asked.statusText}`);
  return new Uint8Array(asked.response as ArrayBuffer);
}

function notFound(path: string): Error {
  return Object.assign(new Error(`no such file: ${path}`), { code: 'ENOENT' });
}
