const REASONS: Record<string, string> = {
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
  ENOENT: 'no folder can be made there',
  ENOSPC: 'the disk is full',
};

/**
 * Reports a kernel's folder that cannot be written to or removed, with the reason and with other
 * places to try.
 */
export class InstallError extends Error {
  override name = 'InstallError';
  constructor(folder: string, done: 'written to' | 'removed', cause: NodeJS.ErrnoException) {
    const reason = REASONS[cause.code ?? ''] ?? cause.message;
    super(`${folder} cannot be ${done}: ${reason}.\nChoose another place: --user, --prefix DIR or --project.`, {
      cause,
    });
  }
}
