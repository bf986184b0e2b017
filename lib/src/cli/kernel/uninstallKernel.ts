import { loadKernel, printInstallError } from './kernel.js';
import { readScope, SCOPE_OPTIONS } from './kernelScope.js';

export const usage: string = `Usage: initlab uninstall-kernel [--user | --prefix DIR | --project]

Removes the kernel that initlab install-kernel wrote with the same option.

${SCOPE_OPTIONS}

Exit code: 0 if the kernel was removed or was not installed, 1 if it cannot be removed, 2 for a
usage error.`;

export async function run(args: string[]): Promise<number> {
  const scope = readScope('uninstall-kernel', args);
  const { uninstallKernel, InstallError } = await loadKernel();
  try {
    const { removed, searched } = uninstallKernel(scope);
    for (const folder of removed) console.log(`Removed ${folder}`);
    if (removed.length === 0) console.log(`Nothing to remove: there is no ${searched.join(' and no ')}`);
    return 0;
  } catch (error) {
    return printInstallError(error, InstallError);
  }
}
