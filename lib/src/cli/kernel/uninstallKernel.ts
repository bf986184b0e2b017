import { loadKernel, tellInstallError } from './kernel.js';
import { readScope, scopeOptions } from './kernelScope.js';

export const usage: string = `Usage: initlab uninstall-kernel [--user | --prefix DIR | --project]

Takes away what initlab install-kernel wrote with the same option.

${scopeOptions}

Exit code: 0 if it is gone, also if it was not there; 1 if it cannot be removed; 2 for wrong usage.`;

export async function run(args: string[]): Promise<number> {
  const scope = readScope('uninstall-kernel', args);
  const { uninstallKernel, InstallError } = await loadKernel();
  try {
    const { removed, searched } = uninstallKernel(scope);
    for (const folder of removed) console.log(`Removed ${folder}`);
    if (removed.length === 0) console.log(`Nothing to remove: there is no ${searched.join(' and no ')}`);
    return 0;
  } catch (error) {
    return tellInstallError(error, InstallError);
  }
}
