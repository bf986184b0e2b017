import { execFileSync } from 'node:child_process';

/** Repository of a package, as npm's registry shows it and as a provenance statement is checked. */
export interface Repository {
  type: 'git';
  url: string;
  directory: string;
}

/**
 * Reads from git where a package comes from. The clone knows it, and a fork has its own address, so
 * it is not written in the sources. Returns undefined for a clone without a remote `origin` on a
 * server.
 *
 * @param folder folder of the package, relative to `root`
 */
export function readRepository(root: string, folder: string): Repository | undefined {
  let origin: string;
  try {
    origin = execFileSync('git', ['config', '--get', 'remote.origin.url'], { cwd: root, encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
  const url = publicAddress(origin);
  return url === undefined ? undefined : { type: 'git', url, directory: folder };
}

/**
 * Gets the address by which everyone can clone a remote. It has no user name or password. Returns
 * undefined for a folder.
 */
export function publicAddress(remote: string): string | undefined {
  const [, host, path] =
    /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(remote) ??
    /^(?:[^@/]+@)([^/:]+):(.+)$/.exec(remote) ??
    [];
  return host && path && `git+https://${host}/${path.replace(/\/$/, '').replace(/(?:\.git)?$/, '.git')}`;
}
