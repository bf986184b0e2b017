import { UsageError } from '../command.js';
import { readVersion } from '../version.js';

/**
 * Loads the kernel package. It is not a dependency of this package, because only some commands need
 * it.
 */
export async function loadKernel(): Promise<typeof import('initlab-kernel')> {
  try {
    return await import('initlab-kernel');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes("'initlab-kernel'")) throw error;
    throw new UsageError(
      'This command needs the package initlab-kernel, which is not installed here.\n' +
        'It is not in the npm registry yet. In a clone of the repository of initlab, run: npm ci && npm run release:pack\n' +
        `Then run here: npm install PATH-OF-THE-CLONE/release/dist/initlab-kernel-${readVersion()}.tgz`,
    );
  }
}

/**
 * Prints why a kernel cannot be written or removed, and returns the exit code. Rethrows other
 * errors.
 */
export function printInstallError(error: unknown, InstallError: new (...args: never[]) => Error): number {
  if (!(error instanceof InstallError)) throw error;
  console.error(`initlab: ${error.message}`);
  return 1;
}
