import { statSync } from 'node:fs';
import { ts } from './typescript.js';

interface Watched {
  path: string;
  callback: (path: string, kind: number) => void;
  seen: string;
}

/**
 * From here on the compiler learns of edits when it is told to look, before it compiles a cell, and so in time. Files of packages
 * are not looked at: what is loaded of them stays as it is.
 */
export function lookWhenAsked(): () => void {
  const files = new Set<Watched>();
  ts.sys.watchFile = (path, callback) => {
    if (path.includes('/node_modules/')) return { close() {} };
    const watched: Watched = { path, callback, seen: stateOf(path) };
    files.add(watched);
    return { close: () => void files.delete(watched) };
  };
  const { Created, Changed, Deleted } = ts.FileWatcherEventKind;
  return () => {
    for (const watched of [...files]) {
      const { path, callback, seen } = watched;
      watched.seen = stateOf(path);
      if (watched.seen === seen) continue;
      callback(path, seen === '' ? Created : watched.seen === '' ? Deleted : Changed);
    }
  };
}

/** Differs after an edit; empty where there is no file. */
function stateOf(path: string): string {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.ctimeMs} ${stat.size}` : '';
}
