import type { System } from '@tslab/typescript-for-tslab';

/** A file that exists for the compiler alone. What it imports is read and kept, whether or not a cell imports it. */
export const foreseen: string = `${process.cwd().replaceAll('\\', '/')}/__foreseen__.d.ts`;

let content = '';
let onChange = (): void => {};

/** Lets the system have that file. */
export function foresee(system: System): System {
  const { readFile, fileExists, watchFile } = system;
  system.readFile = (path, encoding) => (path === foreseen ? `export {};\n${content}` : readFile(path, encoding));
  system.fileExists = (path) => path === foreseen || fileExists(path);
  system.watchFile = (path, callback, ...rest) => {
    if (path !== foreseen) return watchFile?.(path, callback, ...rest) ?? { close() {} };
    onChange = () => callback(path, 1);
    return { close() {} };
  };
  return system;
}

/** From the next compilation on the library of the lessons is among what has been read: half of the time of a first cell. */
export function importForeseen(): void {
  content = "import 'initlab';\n";
  onChange();
}
