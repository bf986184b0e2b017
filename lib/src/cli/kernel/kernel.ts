import { UsageError } from '../command.js';

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
        'Install it with: npm install initlab-kernel',
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
