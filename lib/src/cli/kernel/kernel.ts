import { UsageError } from '../command.js';

/** The kernel package, which is a companion and not a dependency: only some commands need it. */
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

/** Tells why a kernel cannot be written or removed; resolves to the exit code. Other errors are thrown on. */
export function tellInstallError(error: unknown, InstallError: new (...args: never[]) => Error): number {
  if (!(error instanceof InstallError)) throw error;
  console.error(`initlab: ${error.message}`);
  return 1;
}
