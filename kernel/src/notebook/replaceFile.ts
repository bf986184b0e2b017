import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Writes a text to a file, which stays what it was: a link stays a link, and the owner, the mode
 * and other names of the file are kept, as if it had been written in place. The file is replaced in
 * one step if that keeps all this, so a reader sees the old or the new text, never a part of one.
 */
export function replaceFile(path: string, text: string): void {
  // If the path is a link, it stays a link.
  const file = existsSync(path) ? realpathSync(path) : path;
  const old = statSync(file, { throwIfNoEntry: false });
  if (old !== undefined && !isReplaceable(old)) overwrite(file, text, old);
  else replace(file, text, old);
}

function replace(file: string, text: string, old: Stats | undefined): void {
  // The name cannot be guessed and must be free, so a file or link of that name is never followed.
  const temporary = join(dirname(file), `.${randomBytes(8).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    if (old !== undefined && !takeOver(temporary, old)) overwrite(file, text, old);
    else renameSync(temporary, file);
  } catch (error) {
    // In a folder that takes no new files, an existing file can still be written.
    if (old === undefined || !isRefused(error)) throw error;
    overwrite(file, text, old);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Checks whether a new file can take the place of the old one: it has one name, and is a file. */
function isReplaceable(old: Stats): boolean {
  return old.isFile() && old.nlink === 1;
}

/** Gives a new file the mode of the old one; false if it has another owner or group. */
function takeOver(temporary: string, old: Stats): boolean {
  chmodSync(temporary, old.mode & 0o7777);
  const { uid, gid } = statSync(temporary);
  return uid === old.uid && gid === old.gid;
}

function isRefused(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}

/** Writes over the content of a file. If that fails halfway, as on a full disk, restores it. */
function overwrite(file: string, text: string, old: Stats): void {
  if (!old.isFile()) {
    // A pipe or a device has no content to restore.
    writeFileSync(file, text);
    return;
  }
  const before = readFileSync(file);
  const handle = openSync(file, 'r+');
  const write = (bytes: Uint8Array): void => {
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at, bytes.length - at, at);
    ftruncateSync(handle, bytes.length);
  };
  try {
    write(Buffer.from(text));
    fsyncSync(handle);
  } catch (error) {
    write(before);
    throw error;
  } finally {
    closeSync(handle);
  }
}
