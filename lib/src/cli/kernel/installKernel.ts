import { sep } from 'node:path';
import { loadKernel, printInstallError } from './kernel.js';
import { readScope, SCOPE_OPTIONS } from './kernelScope.js';

export const usage: string = `Usage: initlab install-kernel [--user | --prefix DIR | --project]

Registers the kernel "TypeScript (initlab)" with JupyterLab, Notebook, nbclient, nbconvert and
VS Code. It does not need Python. It replaces an older kernel in the same place.

${SCOPE_OPTIONS}

Jupyter starts the kernel with this Node.js, from the folder where initlab is installed now. If you
move or remove either of them, install the kernel again.

Exit code: 0 if the kernel was written, 1 if the folder cannot be written to,
2 for a usage error.`;

export async function run(args: string[]): Promise<number> {
  const scope = readScope('install-kernel', args);
  const { installKernel, InstallError, thisKernel } = await loadKernel();
  try {
    const { folder, files, replaced, jupyterPath } = installKernel(scope);
    console.log(`${replaced ? 'Replaced' : 'Wrote'} the kernel "TypeScript (initlab)":`);
    for (const file of files) console.log(`  ${folder}${sep}${file}`);
    if (jupyterPath !== undefined) console.log(pathAdvice(jupyterPath));
    if (thisKernel().main.includes(`${sep}_npx${sep}`)) console.log(CACHE_ADVICE);
    return 0;
  } catch (error) {
    return printInstallError(error, InstallError);
  }
}

function pathAdvice(folder: string): string {
  const line =
    process.platform === 'win32'
      ? `$env:JUPYTER_PATH = '${folder.replaceAll("'", "''")}'`
      : `export JUPYTER_PATH='${folder.replaceAll("'", "'\\''")}'`;
  return `Jupyter and VS Code find the kernel if you first run this line:\n  ${line}`;
}

const CACHE_ADVICE = `This copy of initlab is in the cache of npx, which npm may empty at any time. To keep the kernel, install
initlab and initlab-kernel in a project, and install the kernel from there.`;
