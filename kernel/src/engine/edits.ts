import { statSync } from 'node:fs';
import { ts } from './typescript.js';

/** A file that the compiler watches. */
interface WatchedFile {
  path: string;
  callback: (path: string, kind: number) => void;
  /** The state of the file when the compiler last looked. */
  state: string;
}

/**
 * Makes the compiler look for edited files only when the returned function is called, which happens
 * before each cell. Files of packages are not watched, because a package is loaded only once.
 */
export function pollFileEdits(): () => void {
  const files = new Set<WatchedFile>();
  ts.sys.watchFile = (path, callback) => {
    if (path.includes('/node_modules/')) return { close() {} };
    const watched: WatchedFile = { path, callback, state: readState(path) };
    files.add(watched);
    return { close: () => void files.delete(watched) };
  };
  const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
  return () => {
    for (const watched of [...files]) {
      const { path, callback, state: before } = watched;
      watched.state = readState(path);
      if (watched.state === before) continue;
      callback(path, before === '' ? Created : watched.state === '' ? Deleted : Changed);
    }
  };
}

/** Reads the state of a file, which differs after an edit. It is empty if there is no file. */
function readState(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.ctimeMs} ${stat.size}` : '';
}
